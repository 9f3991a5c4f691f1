import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { modules as registry } from '../modules.js';
import type { SqliteModule } from './module.js';
import { migrate, prepareConnection } from './schema.js';
import { wireError, type FromWriter, type ToWriter, type WriteReply, type WriteRequest, type WriterData } from './protocol.js';

/** Most commands in one transaction: bounds how long the first of them waits. */
const groupLimit = 512;

const modules: Readonly<Record<string, SqliteModule>> = registry;
const port = parentPort!;
const { path, synchronous } = workerData as WriterData;

function send(message: FromWriter): void {
  port.postMessage(message);
}

function open(): Database {
  const database = new BetterSqlite3(path);
  prepareConnection(database, synchronous);
  migrate(database, modules);
  return database;
}

/** Runs one command inside the open transaction: whole, or undone and answered with its error. */
function runCommand(database: Database, { number, module, name, input }: WriteRequest): WriteReply {
  database.exec('SAVEPOINT command');
  try {
    const output = modules[module]!.commands[name]!(database, input);
    database.exec('RELEASE command');
    return { number, output };
  } catch (caught) {
    // A full disk or a broken file has already ended the transaction: then the group fails as one.
    if (!database.inTransaction) throw caught;
    database.exec('ROLLBACK TO command');
    database.exec('RELEASE command');
    return { number, error: wireError(caught) };
  }
}

/** One durable transaction for all that has queued. No reply leaves before COMMIT has returned. */
function commitGroup(database: Database, group: readonly WriteRequest[]): void {
  let replies: WriteReply[] = [];
  try {
    database.exec('BEGIN IMMEDIATE');
    for (const request of group) replies.push(runCommand(database, request));
    database.exec('COMMIT');
  } catch (caught) {
    if (database.inTransaction) database.exec('ROLLBACK');
    const error = wireError(caught);
    replies = group.map(({ number }) => ({ number, error }));
  }
  send({ kind: 'committed', replies, modules: [...new Set(group.map((request) => request.module))] });
}

function serve(database: Database): void {
  let queue: WriteRequest[] = [];
  let scheduled = false;
  const drain = (): void => {
    scheduled = false;
    const group = queue.splice(0, groupLimit);
    if (group.length > 0) commitGroup(database, group);
    if (queue.length > 0) schedule();
  };
  // setImmediate lets every message that has arrived join the group before it starts.
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  };
  port.on('message', (message: ToWriter) => {
    if (message.kind === 'write') {
      queue.push(message.request);
      schedule();
      return;
    }
    while (queue.length > 0) commitGroup(database, queue.splice(0, groupLimit));
    database.pragma('optimize');
    database.close();
    port.close();
  });
}

try {
  const database = open();
  serve(database);
  send({ kind: 'ready' });
} catch (caught) {
  send({ kind: 'failed', error: wireError(caught) });
  port.close();
}
