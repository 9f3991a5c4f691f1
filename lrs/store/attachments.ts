import type { OrganisationId } from './identifiers.js';

/** What an attachment holds, ready to be read. */
export interface KeptAttachment {
  /** Octets. */
  readonly length: number;
  /** The octets, in pieces; each call starts from the beginning. */
  read(): AsyncIterable<Uint8Array>;
}

/** What keeps attachment data. It lies apart from the statements, which name it by hash. */
export interface AttachmentCommands {
  /**
   * Keeps data under the hash by which statements name it, durable on return. So data is put before the statement
   * that names it is appended, and data that no statement came to name does no harm. What is there already stays.
   * Whoever calls makes sure that the data has this hash: `content` throws where it turns out that it has not, and
   * then nothing is kept, and what it threw is thrown on.
   * @param sha2 SHA-224 to SHA-512, lower-case hex
   * @param content always read to its end
   * @throws LotseError `store-unavailable` where the store cannot write; then nothing is kept
   */
  put(organisation: OrganisationId, sha2: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * Takes away what an organisation has put under a hash. Another's data with the same hash stays.
   * @param putBefore only data that was last put before this instant (ISO 8601 UTC): whoever puts again what is there
   *   makes it young again, so that data which a statement under way is about to name does not vanish under it
   * @returns `false` where there is none, or only younger data
   * @throws LotseError `store-unavailable`
   */
  remove(organisation: OrganisationId, sha2: string, putBefore?: string): Promise<boolean>;
}

/** Data that is kept, by its name. */
export interface AttachmentName {
  readonly organisation: OrganisationId;
  /** Lower case. */
  readonly sha2: string;
  /**
   * When it was last put, ISO 8601 UTC; up to an hour too early where it was put several times.
   */
  readonly put: string;
}

/** What reads attachment data. */
export interface AttachmentQueries {
  /** What this organisation itself has put under a hash; another's data with the same hash does not matter. */
  find(organisation: OrganisationId, sha2: string): Promise<KeptAttachment | undefined>;
  /** Whatever there is, of all organisations, in no order. What comes or goes meanwhile may be in it or not. */
  list(): AsyncIterable<AttachmentName>;
}

/** Where attachment data lies: its own port, since it can lie elsewhere than all else. */
export type AttachmentStore = AttachmentCommands & AttachmentQueries;
