import type { Database } from 'better-sqlite3';
import { mergedDefinition, type ActivityQueries, type OrganisationId, type PreparedStatement } from '../../lrs/store/index.js';
import { prepared, remembered, type SqliteEngine, type SqliteModule } from './engine/index.js';
import { organisationNumber } from './organisations.js';
import { findTerm, internTerm, termKinds } from './terms.js';

/** Definitions by term, as they are after what this transaction has merged. */
const knownDefinitions = (): Map<number, string> => new Map();

function definitionOf(database: Database, term: number): string | undefined {
  return prepared<[number], string>(database, 'SELECT definition FROM activity WHERE term = ?').pluck().get(term);
}

/** Merges what a statement says about activities into what is known of them. Mostly it says nothing new: one look-up, nothing written. */
export function defineActivities(database: Database, organisation: number, { definitions }: Pick<PreparedStatement, 'definitions'>): void {
  const known = remembered(database, knownDefinitions);
  for (const { iri, definition } of definitions) {
    const term = internTerm(database, organisation, termKinds.iri, iri);
    const present = known.get(term) ?? definitionOf(database, term);
    const result = present === undefined ? definition : mergedDefinition(present, definition);
    known.set(term, result);
    if (result === present) continue;
    prepared(database, 'INSERT INTO activity (term, organisation, definition) VALUES (?, ?, ?) ON CONFLICT (term) DO UPDATE SET definition = excluded.definition').run(term, organisation, result);
  }
}

function definitions(database: Database, { organisation, iris }: { readonly organisation: OrganisationId; readonly iris: readonly string[] }): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const number = organisationNumber(database, organisation);
  if (number === undefined) return found;
  for (const iri of iris) {
    const term = findTerm(database, number, termKinds.iri, iri);
    const definition = term === undefined ? undefined : definitionOf(database, term);
    if (definition !== undefined) found.set(iri, definition);
  }
  return found;
}

/** What is known of activities, by the term of their IRI, which belongs to one organisation. */
export const activitiesModule = {
  migrations: [
    {
      name: 'activities-1',
      sql: `
        CREATE TABLE activity (
          term INTEGER PRIMARY KEY,
          organisation INTEGER NOT NULL,
          definition TEXT NOT NULL
        ) STRICT;
      `,
    },
  ],
  commands: {},
  queries: { definitions },
} satisfies SqliteModule;

/** The activities of the LRS's port. */
export function activityStore(engine: SqliteEngine): ActivityQueries {
  const module = engine.module('activities');
  return { definitions: (organisation, iris) => module.query('definitions', { organisation, iris }) };
}
