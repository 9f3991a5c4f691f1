import type { Database } from 'better-sqlite3';
import { prepared, rememberedLong, type SqliteModule } from './engine/index.js';

/** Kinds of interned texts: the same text of another kind is another term. */
export const termKinds = { iri: 1, agent: 2, registration: 3 } as const;
type TermKind = (typeof termKinds)[keyof typeof termKinds];

/** The number of a text in an organisation; `undefined` if nothing has named it yet. */
export function findTerm(database: Database, organisation: number, kind: TermKind, text: string): number | undefined {
  return prepared<[number, number, string], number>(
    database,
    'SELECT number FROM term WHERE organisation = ? AND kind = ? AND text = ?',
  )
    .pluck()
    .get(organisation, kind, text);
}

/** The texts of a kind that end with a text, ascending. Reads every text of the kind, from the index alone. */
export function termsEnding(
  database: Database,
  organisation: number,
  kind: TermKind,
  ending: string,
  limit: number,
): readonly string[] {
  return prepared<[number, number, string, string, number], string>(
    database,
    'SELECT text FROM term WHERE organisation = ? AND kind = ? AND substr(text, -length(?)) = ? ORDER BY text LIMIT ?',
  )
    .pluck()
    .all(organisation, kind, ending, ending, limit);
}

/** The texts of a kind that begin with a text, ascending: one range of the index. */
export function termsBeginning(
  database: Database,
  organisation: number,
  kind: TermKind,
  beginning: string,
  limit: number,
): readonly string[] {
  return prepared<[number, number, string, string, number], string>(
    database,
    'SELECT text FROM term WHERE organisation = ? AND kind = ? AND text >= ? AND text < ? ORDER BY text LIMIT ?',
  )
    .pluck()
    .all(organisation, kind, beginning, `${beginning}\u{10ffff}`, limit);
}

/** Numbers by text, apart for each organisation and kind: a key made of all three would cost more than the look-up. */
const knownTerms = () => ({ count: 0, maps: new Map<number, Map<string, number>>() });

/** So many terms are remembered; then all are forgotten, which costs one look-up each. */
const maxCachedTerms = 20_000;

function mapOf({ maps }: ReturnType<typeof knownTerms>, organisation: number, kind: TermKind): Map<string, number> {
  const key = organisation * 4 + kind;
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map()));
  return map;
}

/**
 * The number of a text in an organisation, given to it now if it has none. Commands only. A command that removes
 * terms must clear this memory, since `rememberedLong` sees the changes of other connections alone.
 */
export function internTerm(database: Database, organisation: number, kind: TermKind, text: string): number {
  const cached = rememberedLong(database, knownTerms);
  let number = mapOf(cached, organisation, kind).get(text);
  if (number === undefined) {
    number =
      findTerm(database, organisation, kind, text) ??
      Number(
        prepared(database, 'INSERT INTO term (organisation, kind, text) VALUES (?, ?, ?)').run(organisation, kind, text)
          .lastInsertRowid,
      );
    if (cached.count >= maxCachedTerms) {
      cached.maps.clear();
      cached.count = 0;
    }
    mapOf(cached, organisation, kind).set(text, number);
    cached.count += 1;
  }
  return number;
}

/** Removes agents that nothing is found by any more, except where documents lie under them. */
export function removeAgents(database: Database, organisation: number, numbers: readonly number[]): void {
  const remove = prepared(
    database,
    `
    DELETE FROM term WHERE number = ? AND organisation = ?
    AND NOT EXISTS (SELECT 1 FROM document d WHERE d.organisation = term.organisation AND d.kind IN (1, 2, 3) AND d.agent = term.number)`,
  );
  for (const number of numbers) remove.run(number, organisation);
  if (numbers.length === 0) return;
  const cached = rememberedLong(database, knownTerms);
  cached.maps.clear();
  cached.count = 0;
}

/** IRIs, agents and registrations as small numbers, each organisation's own. */
export const termsModule = {
  migrations: [
    {
      name: 'terms-1',
      sql: `
        CREATE TABLE term (
          number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, whatever is erased
          organisation INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          text TEXT NOT NULL,
          UNIQUE (organisation, kind, text)
        ) STRICT;
      `,
    },
  ],
  commands: {},
  queries: {},
} satisfies SqliteModule;
