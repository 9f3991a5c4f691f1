import type { Database } from 'better-sqlite3';
import type { SqliteModule } from './module.js';

/** Brings the schema up to date. Each migration and its mark are one transaction. */
export function migrate(database: Database, modules: Readonly<Record<string, SqliteModule>>): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const done = new Set(database.prepare('SELECT name FROM migration').pluck().all());
  const mark = database.prepare('INSERT INTO migration (name) VALUES (?)');
  for (const { migrations } of Object.values(modules)) {
    for (const { name, sql } of migrations) {
      if (done.has(name)) continue;
      database.transaction(() => {
        database.exec(sql);
        mark.run(name);
      }).immediate();
    }
  }
}

/** Settings every connection shares. */
export function prepareConnection(database: Database, synchronous: 'full' | 'normal'): void {
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous.toUpperCase()}`);
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -32768');
  database.pragma('mmap_size = 268435456');
}
