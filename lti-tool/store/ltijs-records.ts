/** The collections of ltijs that we keep as they are; its platforms are our own `platforms`. */
export const ltijsCollections = ['publickey', 'privatekey', 'accesstoken'] as const;
export type LtijsCollection = (typeof ltijsCollections)[number];

/**
 * A record of ltijs. It belongs to the installation, not to an organisation: each names the one platform
 * (issuer and client id, or key id) that it serves.
 */
export interface LtijsRecord {
  /** What it is found by, e.g. `kid`, `platformUrl`, `clientId`, `scopes`. */
  readonly index: Readonly<Record<string, string>>;
  /** The encrypted content. */
  readonly data: string;
  /** ISO 8601 UTC. */
  readonly created: string;
}

/** What changes ltijs's records. A query matches the records whose index has all its values. */
export interface LtijsRecordCommands {
  /** Puts a record in place of all that the query matches. */
  replace(collection: LtijsCollection, query: Readonly<Record<string, string>>, record: LtijsRecord): Promise<void>;
  /** Adds a record beside those that are there. */
  insert(collection: LtijsCollection, record: LtijsRecord): Promise<void>;
  remove(collection: LtijsCollection, query: Readonly<Record<string, string>>): Promise<void>;
}

/** What reads ltijs's records. */
export interface LtijsRecordQueries {
  /** The records that match, oldest first. */
  find(collection: LtijsCollection, query: Readonly<Record<string, string>>): Promise<readonly LtijsRecord[]>;
}
