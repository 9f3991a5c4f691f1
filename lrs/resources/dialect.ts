/** The ways in which some software deviates from the specification; accepted from its own credentials only. */
export interface Dialect {
  /** As in `Credential.software`. */
  readonly software: string;
  /**
   * By the path of a resource: parameters of names that the specification does not know, which repeat another
   * parameter's value. If they do, they are passed over.
   */
  readonly repeatedParameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /**
   * Corrects known faults of the software in a statement, without changing its meaning. The result is checked like any
   * other.
   * @param statement as it was sent: any JSON value
   * @returns the very same value if there is nothing to mend
   */
  normalise?(statement: unknown): unknown;
}
