import type { Database } from 'better-sqlite3';

/** Deletes in such a way that what is freed is overwritten, so that the file does not go on holding it. */
export function overwriting<Result>(database: Database, work: () => Result): Result {
  const before = database.pragma('secure_delete', { simple: true }) as number;
  database.pragma('secure_delete = ON');
  try {
    return work();
  } finally {
    database.pragma(`secure_delete = ${before}`);
  }
}
