import {
  type ActivityDefinition,
  type CanonicalDefinitions,
  formatStatement,
  namedActivities,
  parseAcceptLanguage,
  type Statement,
  statementFormats,
} from '../statement/index.js';
import type { StoredStatement } from '../store/index.js';
import type { Exchange } from './exchange.js';

/** Statements' texts in the format that the request asks for. */
export async function render(exchange: Exchange, statements: readonly StoredStatement[]): Promise<readonly string[]> {
  const format = exchange.parameters.oneOf('format', statementFormats) ?? 'exact';
  // The stored text is the exact format: it is sent as it is, without parsing it.
  if (format === 'exact') return statements.map(({ text }) => text);
  const languages = parseAcceptLanguage(exchange.request.header('accept-language'));
  const read = statements.map(({ text }) => JSON.parse(text) as Statement);
  const definitions = format === 'canonical' ? await canonicalDefinitions(exchange, read) : undefined;
  return read.map((statement) => JSON.stringify(formatStatement(statement, format, languages, definitions)));
}

async function canonicalDefinitions(
  { services, principal }: Exchange,
  statements: readonly Statement[],
): Promise<CanonicalDefinitions> {
  const iris = new Set(statements.flatMap((statement) => namedActivities(statement).map(({ id }) => id)));
  const definitions = await services.store.activities.findDefinitions(principal.organisation, [...iris]);
  return new Map([...definitions].map(([iri, text]) => [iri, JSON.parse(text) as ActivityDefinition]));
}
