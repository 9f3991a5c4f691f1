import type { Exchange } from './exchange.js';

/** What some software says otherwise than the specification, believed of its own credentials alone. */
export interface Dialect {
  /** As in `Credential.software`. */
  readonly software: string;
  /**
   * By the path of a resource: parameters of names that the specification does not know, which repeat another
   * parameter's value. Where they do, they are passed over.
   */
  readonly repeatedParameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /**
   * Mends what the software is known to get wrong in a statement, and nothing that it means. What comes out is checked like any other.
   * @param statement as it was sent: any JSON value
   * @returns the very same value where there is nothing to mend
   */
  mend?(statement: unknown): unknown;
}

function dialectOf({ software, services }: Exchange): Dialect | undefined {
  return software === undefined ? undefined : services.dialects.find((each) => each.software === software);
}

/** The parameters that the one who asks may repeat here under other names. */
export function repeatedParametersOf(exchange: Exchange): Readonly<Record<string, string>> {
  return dialectOf(exchange)?.repeatedParameters?.[exchange.arrival.path.replace(/\/$/, '')] ?? {};
}

/** The statements as the one who asks must have meant them; the very same list where nothing had to be mended. */
export function mended(exchange: Exchange, statements: readonly unknown[]): readonly unknown[] {
  const dialect = dialectOf(exchange);
  if (dialect?.mend === undefined) return statements;
  const meant = statements.map((statement) => dialect.mend!(statement));
  return meant.every((statement, index) => statement === statements[index]) ? statements : meant;
}
