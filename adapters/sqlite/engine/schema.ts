import type { Database } from 'better-sqlite3';
import { LotseError } from '../../../base/index.js';
import type { SqliteModule } from './module.js';

/**
 * Brings the schema up to date. Each migration and its mark are one transaction.
 * @throws LotseError `store-unavailable` if a newer version of Lotse has written the database
 */
export function migrate(database: Database, modules: Readonly<Record<string, SqliteModule>>): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const migrations = Object.values(modules).flatMap((module) => module.migrations);
  const existing = new Set(migrations.map(({ name }) => name));
  const newer = database
    .prepare<[], string>('SELECT name FROM migration')
    .pluck()
    .all()
    .filter((name) => !existing.has(name));
  if (newer.length > 0) {
    throw new LotseError(
      'store-unavailable',
      'The database was written by a newer version of Lotse. Start that version, or restore a backup of before.',
      { detail: `unknown migrations: ${newer.join(', ')}` },
    );
  }
  const isDone = database.prepare('SELECT 1 FROM migration WHERE name = ?');
  const mark = database.prepare('INSERT INTO migration (name) VALUES (?)');
  for (const { name, sql } of migrations) {
    // Looked up inside the transaction: another process may be migrating too.
    database
      .transaction(() => {
        if (isDone.get(name) !== undefined) return;
        database.exec(sql);
        mark.run(name);
      })
      .immediate();
  }
}

/** If nothing is left to migrate; what a newer version has written is left to `migrate` to refuse. */
export function isMigrated(database: Database, modules: Readonly<Record<string, SqliteModule>>): boolean {
  const names = Object.values(modules).flatMap((module) => module.migrations.map(({ name }) => name));
  const done = new Set(database.prepare<[], string>('SELECT name FROM migration').pluck().all());
  return done.size === names.length && names.every((name) => done.has(name));
}

/** Settings of the writing connection. */
export function prepareWriter(database: Database, synchronous: 'full' | 'normal'): void {
  // A statement of 2 kB leaves half of a page of 4 kB empty. Matters to a new file alone.
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous.toUpperCase()}`);
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma('temp_store = MEMORY');
  // Rows that have served (launches, logins, evidence) are zeroed where they stood: nobody who is erased later could be
  // found in them any more. It costs no page that would not be written anyway.
  database.pragma('secure_delete = FAST');
  // Small: what does not fit is in the system's page cache, which all connections share.
  database.pragma('cache_size = -16384');
  // In pages: 128 MB. A checkpoint writes each changed page once, and all writes wait for it: fewer of them means that
  // hot index pages are written less often.
  database.pragma('wal_autocheckpoint = 16000');
  database.pragma('journal_size_limit = 268435456');
  // SQLite opens a file without write permission for reading alone: find out now, not at the first statement.
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

/**
 * Settings of a reading connection. No memory mapping: its pages would count as resident memory once per
 * connection, and a failing disk would end the process instead of failing one query.
 */
export function prepareReader(database: Database): void {
  database.pragma('query_only = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma('temp_store = MEMORY');
  // Other writes empty it anyway; the system's page cache is behind it.
  database.pragma('cache_size = -4096');
}
