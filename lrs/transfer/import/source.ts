/** One statement on its way in, or what should have been one. */
export interface ImportItem {
  /** Where it stands in its source, e.g. `line 17`. */
  readonly where: string;
  /**
   * The parsed statement.
   * @throws LotseError where it is not even JSON
   */
  readonly read: () => unknown;
  /** Where to go on once this one is stored, in words that only the source understands; left out: as before. */
  readonly next?: string;
  /** How much of the source is read, 0 to 1; `undefined` where nobody knows how much there is. */
  readonly share: number | undefined;
}

/** Where statements come from. */
export interface ImportSource {
  /** The same for the same source, so that its cursor is found again. */
  readonly name: string;
  /**
   * The statements, in an order in which going on makes sense.
   * @param from a `next` of before; `undefined` from the beginning
   */
  items(from: string | undefined): AsyncIterable<ImportItem>;
}
