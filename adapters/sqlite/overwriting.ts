import type { Database } from 'better-sqlite3';

/** Deletes in such a way that all that is freed is overwritten, whole pages too, so that the file does not go on holding it. */
export function overwriting<Result>(database: Database, work: () => Result): Result {
  database.pragma('secure_delete = ON');
  try {
    return work();
  } finally {
    // As `prepareWriter` sets it, by name: read, it is 2, and set to 2 it would be ON.
    database.pragma('secure_delete = FAST');
  }
}
