import type { BlobPlaces } from '../../base/index.js';
import type { OrganisationId } from './identifiers.js';

/** What stands in a copy of a store, as counted in the copy itself. */
export interface StoreFacts {
  /** Statements of all organisations, voided ones too. */
  readonly statements: number;
  /** The newest position of every partition together, 0 where there is none. */
  readonly position: number;
}

/** A blob that a content or a library in a copy names as one of its files. */
export interface NamedFile {
  readonly place: Exclude<keyof BlobPlaces, 'attachments'>;
  readonly owner: string;
  readonly sha2: string;
}

/**
 * A store that keeps its data in one file of this machine. Not every store does; one that is a service of its own is
 * backed up with that service's own means.
 */
export interface StoreFile {
  /** The file's name in the data folder. */
  readonly name: string;
  /** Names in the data folder that belong to the file while it is in use, and mean nothing without it. */
  readonly companions: readonly string[];
  /**
   * Copies the store as it is at one instant, while others may go on writing, into a file that must not exist.
   * @param progress called with the share that is copied, 0 to 1
   * @throws LotseError `store-unavailable`
   */
  copy(to: string, progress: (share: number) => void): Promise<void>;
  /**
   * Reads a copy from its beginning to its end and counts what is in it.
   * @throws LotseError `store-unavailable` where it is damaged, or is none
   */
  check(path: string): Promise<StoreFacts>;
  /**
   * The statements of a copy whose text holds `"sha2"`, as all do that name attachments.
   * @throws LotseError `store-unavailable`
   */
  namingAttachments(path: string): AsyncIterable<{ readonly organisation: OrganisationId; readonly text: string }>;
  /**
   * What the contents and libraries of a copy name as their files.
   * @throws LotseError `store-unavailable`
   */
  namedFiles(path: string): AsyncIterable<NamedFile>;
}
