import type { LanguageMap, LrsStore, OrganisationId, Statement, StoredStatement } from '../../lrs/index.js';
import { unnamedIn } from './sentence.js';

/**
 * Names for activities that some statements leave unnamed, from other statements of the organisation: a part of a unit
 * names its whole by the IRI alone.
 * @returns names in their languages, by IRI; activities that nobody has named are left out
 */
export async function namesFor(
  store: Pick<LrsStore, 'activities'>,
  organisation: OrganisationId,
  statements: readonly StoredStatement[],
): Promise<ReadonlyMap<string, LanguageMap>> {
  const iris = [...new Set(statements.flatMap(({ text }) => unnamedIn(JSON.parse(text) as Statement)))];
  if (iris.length === 0) return new Map();
  const definitions = await store.activities.definitions(organisation, iris);
  return new Map(
    [...definitions].flatMap(([iri, definition]) => {
      const { name } = JSON.parse(definition) as { readonly name?: LanguageMap };
      return name === undefined ? [] : [[iri, name] as const];
    }),
  );
}
