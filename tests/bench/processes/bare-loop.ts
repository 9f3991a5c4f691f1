/**
 * The least that SQLite itself needs: the rows that Lotse has written for some statements, written again into the
 * same tables by prepared statements, a hundred statements to a transaction, with the same settings. Nothing is
 * looked up, compared or made; all rows are in memory beforehand.
 *
 * node bare-loop.js <database with the rows> <database to write into>; tells statements, seconds and seconds of processor time as JSON.
 */
import { prepareWriter, Sqlite } from '../../../adapters/sqlite/engine/index.js';

const perTransaction = 100;
const [, , from, into] = process.argv;
const source = new Sqlite(from!, { readonly: true });
const target = new Sqlite(into!);
prepareWriter(target, 'full');

const rowsOf = (sql: string, ...bound: readonly number[]): unknown[][] =>
  source
    .prepare<unknown[], unknown[]>(sql)
    .raw()
    .all(...bound);
const lastPosition = target.prepare<[], number>('SELECT max(position) FROM statement').pluck().get()!;
const lastTerm = target.prepare<[], number>('SELECT max(number) FROM term').pluck().get()!;
const statements = rowsOf(
  'SELECT position, organisation, id, stored, voiding, voided, target, fingerprint, facets, text FROM statement WHERE position > ? ORDER BY position',
  lastPosition,
);
const terms = rowsOf('SELECT number, organisation, kind, text FROM term WHERE number > ? ORDER BY number', lastTerm);

interface Transaction {
  readonly statements: unknown[][];
  readonly terms: unknown[][];
  readonly relations: unknown[][];
  readonly references: unknown[][];
}

const transactions: Transaction[] = [];
let termsGiven = 0;
for (let first = 0; first < statements.length; first += perTransaction) {
  const rows = statements.slice(first, first + perTransaction);
  const facets = rows.map((row) => JSON.parse(row[8] as string) as number[]);
  const newest = Math.max(...facets.flat().map((facet) => Math.floor(facet / 8)));
  const termsEnd = terms.findIndex(([number]) => (number as number) > newest);
  const end = termsEnd < 0 ? terms.length : Math.max(termsEnd, termsGiven);
  transactions.push({
    statements: rows,
    terms: terms.slice(termsGiven, end),
    relations: rows.flatMap((row, index) =>
      row[5] === 1 ? [] : facets[index]!.map((facet) => [row[1], facet, row[0]]),
    ),
    references: rows.filter((row) => row[6] !== null).map((row) => [row[1], row[6], row[0]]),
  });
  termsGiven = end;
}
source.close();

const insertStatement = target.prepare(
  'INSERT INTO statement (position, organisation, id, stored, voiding, voided, target, fingerprint, facets, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
);
const insertTerm = target.prepare('INSERT INTO term (number, organisation, kind, text) VALUES (?, ?, ?, ?)');
const insertRelation = target.prepare('INSERT INTO relation (organisation, facet, position) VALUES (?, ?, ?)');
const insertReference = target.prepare('INSERT INTO reference (organisation, target, position) VALUES (?, ?, ?)');
const insertInstant = target.prepare(
  'INSERT INTO instant (stored, position) VALUES (?, ?) ON CONFLICT (stored) DO UPDATE SET position = excluded.position',
);
const begin = target.prepare('BEGIN IMMEDIATE');
const commit = target.prepare('COMMIT');

const begun = performance.now();
const processorBefore = process.cpuUsage();
for (const transaction of transactions) {
  begin.run();
  for (const row of transaction.terms) insertTerm.run(...row);
  for (const row of transaction.statements) insertStatement.run(...row);
  for (const row of transaction.relations) insertRelation.run(...row);
  for (const row of transaction.references) insertReference.run(...row);
  const last = transaction.statements.at(-1)!;
  insertInstant.run(last[3], last[0]);
  commit.run();
}
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(processorBefore);
target.close();
process.stdout.write(
  JSON.stringify({ statements: statements.length, seconds, processorSeconds: (user + system) / 1e6 }),
);
