import { beginMemory, migrate, prepareWriter, Sqlite } from '../../../adapters/sqlite/engine/index.js';
import { append, modules, newestInstant, packed } from '../../../adapters/sqlite/index.js';
import type { OrganisationId, PreparedStatement } from '../../../lrs/store/index.js';

/** What is appended, from number … to number (not included), and when. */
export interface Source {
  readonly organisation: OrganisationId;
  prepared(from: number, to: number): readonly PreparedStatement[];
  /** ISO 8601 UTC with milliseconds. */
  instantOf(index: number): string;
}

/** Statements of one command, such as a player sends. */
const perAppend = 8;
/** Statements that reach the file at once. After a crash the loader goes on from the last of them. */
const perTransaction = 50_000;

/**
 * Brings a database to a number of statements, position by position, by the command that the product appends with:
 * what is in the tables is what it would have written. Only how it reaches the file is cheaper: in the same thread,
 * many commands to a transaction, which does not wait for the disk, with a cache for the whole of the hot pages.
 * @returns how many statements were there already
 */
export function grow(
  path: string,
  { organisation, prepared, instantOf }: Source,
  to: number,
  say: (text: string) => void,
): number {
  const database = new Sqlite(path);
  try {
    prepareWriter(database, 'normal');
    database.pragma('synchronous = OFF');
    database.pragma('cache_size = -1048576');
    database.pragma('wal_autocheckpoint = 40000');
    migrate(database, modules);
    const from = newestInstant(database)?.position ?? 0;
    const begun = performance.now();
    for (let next = from; next < to;) {
      const end = Math.min(next + perTransaction, to);
      database.exec('BEGIN IMMEDIATE');
      while (next < end) {
        const first = next;
        next = Math.min(first + perAppend, end);
        // To the order of `stored` each command is a transaction of its own.
        beginMemory(database);
        const { result } = append(database, {
          batch: packed({ organisation, statements: prepared(first, next), now: instantOf(next - 1) }),
          promised: 0,
        });
        if (result.kind !== 'stored') throw new Error('The made-up data contradicts itself.');
      }
      database.exec('COMMIT');
      say(
        `  ${next} of ${to} statements, ${Math.round((next - from) / ((performance.now() - begun) / 1000))} per second`,
      );
    }
    return from;
  } finally {
    database.close();
  }
}
