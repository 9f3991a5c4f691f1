import type { Dialect } from './dialect.js';
import type { Exchange } from './exchange.js';

function dialectOf({ software, services }: Exchange): Dialect | undefined {
  return software === undefined ? undefined : services.dialects.find((each) => each.software === software);
}

/** The parameters that the client may repeat here under other names. */
export function repeatedParametersOf(exchange: Exchange): Readonly<Record<string, string>> {
  return dialectOf(exchange)?.repeatedParameters?.[exchange.target.path.replace(/\/$/, '')] ?? {};
}

/** The statements as the client must have meant them; the very same list if nothing had to be normalised. */
export function normaliseStatements(exchange: Exchange, statements: readonly unknown[]): readonly unknown[] {
  const dialect = dialectOf(exchange);
  if (dialect?.normalise === undefined) return statements;
  const meant = statements.map((statement) => dialect.normalise!(statement));
  return meant.every((statement, index) => statement === statements[index]) ? statements : meant;
}
