import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { LotseError } from '../../../lrs/base/index.js';
import { modules, type Modules } from '../modules.js';
import type { ModuleAccess } from './module.js';
import { wireError, type FromWriter, type ToWriter, type WireError, type WriterData } from './protocol.js';
import { prepareConnection } from './schema.js';

/** How to open the embedded store. */
export interface SqliteOptions {
  /** Path of the database file; its folder is made if it is missing. */
  readonly path: string;
  /** `full`: durable against power loss. `normal`: against a crash of the process. */
  readonly synchronous: 'full' | 'normal';
}

/** The open database: one writer thread with group commit, and reading connections beside it. */
export interface SqliteEngine {
  module<K extends keyof Modules & string>(name: K): ModuleAccess<Modules[K]>;
  /** Finishes what has queued, then closes. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: LotseError) => void;
}

function storeError(error: WireError): LotseError {
  if (error.sqliteCode === undefined) return new LotseError('internal', 'The store could not carry out a command.', { detail: error.message });
  return new LotseError('store-unavailable', 'The store cannot take or give data right now. Nothing of this request was stored.', {
    detail: `${error.sqliteCode}: ${error.message}`,
    retryAfter: 5,
  });
}

/**
 * Opens the database, creating or migrating it.
 * @throws LotseError `store-unavailable` where the file cannot be opened or written
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteEngine> {
  try {
    mkdirSync(dirname(options.path), { recursive: true });
  } catch (caught) {
    throw new LotseError('store-unavailable', `The folder ${dirname(options.path)} cannot be made. Check LOTSE_DATA and who may write there.`, { cause: caught });
  }
  const worker = new Worker(new URL('./writer-thread.js', import.meta.url), {
    workerData: { path: options.path, synchronous: options.synchronous } satisfies WriterData,
  });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<() => void>>();
  let lastNumber = 0;
  let ended: LotseError | undefined;

  const end = (error: LotseError): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromWriter) => {
      switch (message.kind) {
        case 'ready':
          resolve();
          return;
        case 'failed':
          reject(new LotseError('store-unavailable', `The database ${options.path} cannot be opened: ${message.error.message}.`, { detail: message.error.sqliteCode ?? 'open failed' }));
          return;
        case 'committed':
          for (const reply of message.replies) {
            const waiter = waiting.get(reply.number);
            waiting.delete(reply.number);
            if ('error' in reply) waiter?.reject(storeError(reply.error));
            else waiter?.resolve(reply.output);
          }
          for (const name of message.modules) for (const listener of listeners.get(name) ?? []) listener();
      }
    });
    worker.on('error', (caught) => {
      const error = new LotseError('store-unavailable', 'The store has stopped.', { cause: caught, detail: caught.message });
      end(error);
      reject(error);
    });
    worker.on('exit', () => {
      const error = new LotseError('store-unavailable', 'The store is closed.');
      end(error);
      reject(error);
    });
  });

  const reader: Database = new BetterSqlite3(options.path, { readonly: true });
  prepareReader(reader);

  function prepareReader(database: Database): void {
    prepareConnection(database, options.synchronous);
    database.pragma('query_only = ON');
  }

  return {
    module<K extends keyof Modules & string>(name: K): ModuleAccess<Modules[K]> {
      const { queries } = modules[name];
      const access = {
        execute: (command: string, input: unknown) =>
          new Promise<unknown>((resolve, reject) => {
            if (ended !== undefined) return reject(ended);
            const number = ++lastNumber;
            waiting.set(number, { resolve, reject });
            worker.postMessage({ kind: 'write', request: { number, module: name, name: command, input } } satisfies ToWriter);
          }),
        query: async (query: string, input: unknown) => {
          if (ended !== undefined) throw ended;
          try {
            return (queries as Record<string, (database: Database, input: unknown) => unknown>)[query]!(reader, input);
          } catch (caught) {
            throw storeError(wireError(caught));
          }
        },
        onCommitted: (listener: () => void) => {
          let set = listeners.get(name);
          if (set === undefined) listeners.set(name, (set = new Set()));
          set.add(listener);
          return () => set.delete(listener);
        },
      };
      return access as unknown as ModuleAccess<Modules[K]>;
    },
    async close(): Promise<void> {
      if (ended === undefined) {
        const exited = new Promise((resolve) => worker.once('exit', resolve));
        worker.postMessage({ kind: 'close' } satisfies ToWriter);
        await exited;
      }
      if (reader.open) reader.close();
    },
  };
}
