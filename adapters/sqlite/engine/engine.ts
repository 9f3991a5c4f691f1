import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { LotseError } from '../../../lrs/base/index.js';
import type { Modules } from '../modules.js';
import type { ModuleAccess, Operation } from './module.js';
import { prepared } from './prepared.js';
import { storeError } from './protocol.js';
import { prepareReader } from './schema.js';
import { startWriter, type Writer } from './writer.js';

/** How to open the embedded store. */
export interface SqliteOptions {
  /** Path of the database file; its folder is made if it is missing. */
  readonly path: string;
  /** `full`: durable against power loss. `normal`: against a crash of the process. */
  readonly synchronous: 'full' | 'normal';
}

/** The open database: one writer thread with group commit, and a reading connection beside it. */
export interface SqliteEngine {
  module<K extends keyof Modules & string>(name: K): ModuleAccess<Modules[K]>;
  /** Takes no more commands, finishes what has queued, then closes. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/**
 * Opens the database, creating or migrating it.
 * @throws LotseError `store-unavailable` where the file cannot be opened or written
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteEngine> {
  try {
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
  } catch (caught) {
    throw new LotseError('store-unavailable', `The folder ${dirname(options.path)} cannot be made. Check LOTSE_DATA and who may write there.`, { cause: caught });
  }
  createPrivately(options.path);
  // Loaded only now, because every module imports this room.
  const { modules } = await import('../modules.js');
  const writer = await startWriter(options);
  const reader = await openReader(options.path, writer);
  return {
    module<K extends keyof Modules & string>(name: K): ModuleAccess<Modules[K]> {
      const queries: Readonly<Record<string, Operation>> = modules[name].queries;
      const access = {
        execute: (command: string, input: unknown) => writer.execute(name, command, input),
        query: async (query: string, input: unknown) => runQuery(reader, queries[query]!, input),
        onCommitted: (listener: () => void) => writer.onCommitted(name, listener),
      };
      return access as unknown as ModuleAccess<Modules[K]>;
    },
    async close(): Promise<void> {
      // The writer's connection closes last: the last one to close moves the log into the database file.
      reader.close();
      await writer.close();
    },
  };
}

/**
 * A new database is its owner's alone, and so are the log and index that SQLite puts beside it with the same mode:
 * names and learners' answers are in them. One that is there keeps the mode that its operator gave it.
 */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // Opening it says in a sentence what is wrong.
  }
}

async function openReader(path: string, writer: Writer): Promise<Database> {
  try {
    const reader = new BetterSqlite3(path, { readonly: true });
    prepareReader(reader);
    return reader;
  } catch (caught) {
    await writer.close();
    throw storeError(caught);
  }
}

/** One query sees one state of the database, however many SQL statements it takes. */
function runQuery(reader: Database, query: Operation, input: unknown): unknown {
  if (!reader.open) throw new LotseError('store-unavailable', 'The store is closed.');
  try {
    prepared(reader, 'BEGIN').run();
    try {
      return query(reader, input);
    } finally {
      // A broken file may have ended the transaction already.
      if (reader.inTransaction) prepared(reader, 'COMMIT').run();
    }
  } catch (caught) {
    throw storeError(caught);
  }
}
