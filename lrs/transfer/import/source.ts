/** One statement to import, or a value that should have been one. */
export interface ImportItem {
  /** If it stands in its source, e.g. `line 17`. */
  readonly where: string;
  /**
   * The parsed statement.
   * @throws LotseError if it is not even JSON
   */
  readonly read: () => unknown;
  /** The position to continue from once this one is stored, in the source's own format; left out: as before. */
  readonly next?: string;
  /** The share of the source that has been read, 0 to 1; `undefined` if its size is unknown. */
  readonly share: number | undefined;
}

/**
 * Stores the data of an attachment. Data that does not have its hash, or is too large, is not stored: then the
 * statements that need it are refused, each with the reason.
 * @param sha2 the hash under which statements name it, in whatever case
 */
export type StoreAttachment = (sha2: string, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** A source of statements. */
export interface ImportSource {
  /** Identifies the source, so that its cursor is found again. */
  readonly name: string;
  /**
   * The statements, in an order that allows an import to be resumed.
   * @param from a `next` of before; `undefined` from the beginning
   * @param keep is given the data that comes with the statements, before these
   */
  items(from: string | undefined, keep: StoreAttachment): AsyncIterable<ImportItem>;
  /** Data separate from the statements, by its hash in lower case; `undefined` if the source has none. */
  readonly attachment?: (sha2: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
}
