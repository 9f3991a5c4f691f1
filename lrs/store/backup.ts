import type { BlobPlaces } from '../../base/index.js';
import type { OrganisationId } from './identifiers.js';

/** The contents of a copy of a store, counted in the copy itself. */
export interface StoreFacts {
  /** Statements of all organisations, voided ones too. */
  readonly statements: number;
  /** The newest position of every partition together, 0 if there is none. */
  readonly position: number;
}

/** A blob that a content or a library in a copy names as one of its files. */
export interface NamedFile {
  readonly place: Exclude<keyof BlobPlaces, 'attachments'>;
  readonly owner: string;
  readonly sha2: string;
}

/** A copy of a whole store as it was at one instant. */
export interface StoreCopy {
  /** Number of bytes that `read` gives. */
  readonly size: number;
  readonly facts: StoreFacts;
  read(): AsyncIterable<Uint8Array>;
  /** The statements whose text holds `"sha2"`, as all do that name attachments. */
  listStatementsNamingAttachments(): AsyncIterable<{ readonly organisation: OrganisationId; readonly text: string }>;
  /** The files that contents and libraries name. */
  listNamedFiles(): AsyncIterable<NamedFile>;
  /** Gives back the room that the copy takes. */
  close(): Promise<void>;
}

/** A store that is being restored; nothing would start with it yet. */
export interface RestoringStore {
  readonly facts: StoreFacts;
  /** Makes it the store of the installation, durable on return: the last step of a restore. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** Copies of a store, and their way back. It neither creates nor migrates the store, and others may go on writing. */
export interface StoreBackup {
  /** The name of a copy in a backup. It names the kind of store too: no other kind can read the copy. */
  readonly name: string;
  /** True if a name in the data folder is the running store's own: the copy takes its place in a backup. */
  isOwn(name: string): boolean;
  /**
   * Copies the store and checks the copy from its beginning to its end.
   * @param scratch a folder of this machine with room for the copy
   * @param onProgress called with the share that is copied, 0 to 1
   * @throws LotseError `store-unavailable`
   */
  copyStore(scratch: string, onProgress: (share: number) => void): Promise<StoreCopy>;
  /**
   * Takes in the bytes of a copy, beside an installation without a store, and checks them.
   * @throws LotseError `store-unavailable` if they are damaged, or no copy of such a store
   */
  restoreStore(content: AsyncIterable<Uint8Array>): Promise<RestoringStore>;
}
