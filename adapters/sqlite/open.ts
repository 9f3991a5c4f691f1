import { type Engine, openEngine, type SqliteOptions } from './engine/index.js';
import { modules } from './modules.js';

/** The open database with every port's module. */
export type SqliteEngine = Engine<typeof modules>;

const threads = {
  writer: new URL('./threads/writer.js', import.meta.url),
  reader: new URL('./threads/reader.js', import.meta.url),
};

/**
 * Opens the database, creating or migrating it.
 * @throws LotseError `store-unavailable` if the file cannot be opened or written
 */
export function openSqlite(options: SqliteOptions): Promise<SqliteEngine> {
  return openEngine(options, { modules, threads });
}
