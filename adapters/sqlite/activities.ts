import type { Database } from 'better-sqlite3';
import {
  type ActivityQueries,
  mergedDefinition,
  type OrganisationId,
  type PreparedStatement,
} from '../../lrs/store/index.js';
import { type Offers, prepared, rememberedLong, type SqliteModule } from './engine/index.js';
import { organisationNumber } from './organisations.js';
import { findTerm, internTerm, termKinds } from './terms.js';

function definitionOf(database: Database, term: number): string | undefined {
  return prepared<[number], string>(database, 'SELECT definition FROM activity WHERE term = ?').pluck().get(term);
}

interface Known {
  /** The stored definition of the activity. */
  readonly definition: string;
  /** The last definition received: receiving it again changes nothing. */
  readonly repeated: string;
}

/** Definitions by term, of activities that statements spoke of lately. */
const knownDefinitions = () => ({ characters: 0, definitions: new Map<number, Known>() });

/** Definitions of so many characters together are remembered; then all are forgotten, which costs one look-up each. */
const maxCachedCharacters = 1_000_000;

function remember(memory: ReturnType<typeof knownDefinitions>, term: number, cached: Known): void {
  const characters = cached.definition.length + cached.repeated.length;
  const before = memory.definitions.get(term);
  if (before !== undefined) memory.characters -= before.definition.length + before.repeated.length;
  memory.definitions.delete(term);
  if (memory.characters + characters > maxCachedCharacters) {
    memory.definitions.clear();
    memory.characters = 0;
  }
  if (characters > maxCachedCharacters) return;
  memory.definitions.set(term, cached);
  memory.characters += characters;
}

/** Merges what a statement says about activities into what is known of them. Mostly it says nothing new: then nothing is written. */
export function defineActivities(
  database: Database,
  organisation: number,
  { definitions }: Pick<PreparedStatement, 'definitions'>,
): void {
  const memory = rememberedLong(database, knownDefinitions);
  for (const { iri, definition } of definitions) {
    const term = internTerm(database, organisation, termKinds.iri, iri);
    const cached = memory.definitions.get(term);
    if (cached !== undefined && (definition === cached.definition || definition === cached.repeated)) continue;
    const present = cached?.definition ?? definitionOf(database, term);
    const result = present === undefined ? definition : mergedDefinition(present, definition);
    remember(memory, term, { definition: result, repeated: definition });
    if (result === present) continue;
    prepared(
      database,
      'INSERT INTO activity (term, organisation, definition) VALUES (?, ?, ?) ON CONFLICT (term) DO UPDATE SET definition = excluded.definition',
    ).run(term, organisation, result);
  }
}

function definitions(
  database: Database,
  { organisation, iris }: { readonly organisation: OrganisationId; readonly iris: readonly string[] },
): ReadonlyMap<string, string> {
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

/** The stored definitions of activities, by the term of their IRI, which belongs to one organisation. */
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
export function activityStore(engine: Offers<'activities', typeof activitiesModule>): ActivityQueries {
  const module = engine.module('activities');
  return { findDefinitions: (organisation, iris) => module.query('definitions', { organisation, iris }) };
}
