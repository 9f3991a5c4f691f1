import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { LotseError, ensureFolderSync } from '../../../base/index.js';
import type { ModuleAccess, Operation, Registry } from './module.js';
import { storeError } from './protocol.js';
import { openForReading, runQuery } from './read.js';
import { startReader } from './reader.js';
import { isMigrated } from './schema.js';
import { startWriter, type Writer } from './writer.js';
import { writerWhenNeeded } from './writer-when-needed.js';

/** Options of the embedded store. */
export interface SqliteOptions {
  /** Path of the database file; its folder is made if it is missing. */
  readonly path: string;
  /** `full`: durable against power loss. `normal`: against a crash of the process. */
  readonly synchronous: 'full' | 'normal';
  /**
   * `serve` (also without it): both threads start at once. `brief`: a process that asks or changes little and ends;
   * what it does not need is not started.
   */
  readonly use?: 'serve' | 'brief';
}

/** Dependencies of an engine. */
export interface EngineParts<Modules extends Registry> {
  readonly modules: Modules;
  /** The files that call `serveWriter` and `serveReader` with the same modules, each in its thread. */
  readonly threads: { readonly writer: URL; readonly reader: URL };
}

/** The open database: one writer thread with group commit, a reading connection beside it, and a thread for long reads. */
export interface Engine<Modules extends Registry> {
  /** Path of the database file. */
  readonly path: string;
  module<K extends keyof Modules & string>(name: K): ModuleAccess<Modules[K]>;
  /** The load of the writer, and its health. */
  readonly writer: Pick<Writer, 'waiting' | 'deaths' | 'onGroup' | 'check'>;
  /** Takes no more commands, finishes what has queued, then closes. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/**
 * Opens the database, creating or migrating it.
 * @throws LotseError `store-unavailable` if the file cannot be opened or written
 */
export async function openEngine<Modules extends Registry>(
  options: SqliteOptions,
  { modules, threads }: EngineParts<Modules>,
): Promise<Engine<Modules>> {
  try {
    ensureFolderSync(dirname(options.path));
  } catch (caught) {
    throw new LotseError(
      'store-unavailable',
      `The folder ${dirname(options.path)} cannot be made. Check LOTSE_DATA and who may write there.`,
      { cause: caught },
    );
  }
  createPrivately(options.path);
  const isBrief = options.use === 'brief';
  const start = (): Promise<Writer> => startWriter(threads.writer, options);
  const early = isBrief ? openIfMigrated(options.path, modules) : undefined;
  const writer = early === undefined ? await start() : writerWhenNeeded(start);
  const reader = early ?? (await openReader(options.path, writer));
  const aside = startReader(threads.reader, options.path, { atOnce: !isBrief });
  let closing = false;
  return {
    path: options.path,
    module<K extends keyof Modules & string>(name: K): ModuleAccess<Modules[K]> {
      const queries: Readonly<Record<string, Operation>> = modules[name]!.queries;
      const access = {
        execute: async (command: string, input: unknown) => {
          if (closing) throw new LotseError('store-unavailable', 'The store is closed.');
          return writer.execute(name, command, input);
        },
        query: async (query: string, input: unknown) => runQuery(reader, queries[query]!, input),
        queryInReader: (query: string, input: unknown) => aside.query(name, query, input),
        onCommitted: (listener: () => void) => writer.onCommitted(name, listener),
      };
      return access as unknown as ModuleAccess<Modules[K]>;
    },
    writer,
    async close(): Promise<void> {
      closing = true;
      // The writer's connection closes last: the last one to close moves the log into the database file.
      reader.close();
      await aside.close();
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

/** A reading connection to a file that holds all tables already; `undefined` if the writer has to open it first. */
function openIfMigrated(path: string, modules: Registry): Database | undefined {
  let database: Database | undefined;
  try {
    database = openForReading(path);
    if (isMigrated(database, modules)) return database;
  } catch {
    // The writer says in a sentence what is wrong, or makes the database.
  }
  database?.close();
  return undefined;
}

async function openReader(path: string, writer: Writer): Promise<Database> {
  try {
    return openForReading(path);
  } catch (caught) {
    await writer.close();
    throw storeError(caught);
  }
}
