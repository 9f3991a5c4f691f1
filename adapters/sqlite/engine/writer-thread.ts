import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { modules as registry } from '../modules.js';
import { beginMemory, forget } from './memory.js';
import type { SqliteModule } from './module.js';
import { prepared } from './prepared.js';
import { migrate, prepareWriter } from './schema.js';
import { toWire, type FromWriter, type ToWriter, type WriteReply, type WriteRequest, type WriterData } from './protocol.js';

/** Most commands in one transaction. */
const groupLimit = 512;
/** After this many milliseconds a transaction takes no further command: bounds how long its first one waits. */
const groupTime = 50;

const modules: Readonly<Record<string, SqliteModule>> = registry;
const port = parentPort!;

function send(message: FromWriter): void {
  port.postMessage(message);
}

function open({ path, synchronous }: WriterData): Database {
  const database = new BetterSqlite3(path);
  try {
    prepareWriter(database, synchronous);
    migrate(database, modules);
  } catch (caught) {
    database.close();
    throw caught;
  }
  return database;
}

const run = (database: Database, sql: string): void => void prepared(database, sql).run();

const outputOf = (database: Database, { module, name, input }: WriteRequest): unknown => modules[module]!.commands[name]!(database, input);

function begin(database: Database): void {
  run(database, 'BEGIN IMMEDIATE');
  beginMemory(database);
}

/**
 * Runs what has queued, as it comes, into `group`. That a command be undone alone, SQLite would have to keep a copy
 * of each page that each of them changes; mostly none fails.
 * @returns `undefined` where one failed: then the transaction is good for nothing
 */
function runTogether(database: Database, queue: WriteRequest[], group: WriteRequest[]): WriteReply[] | undefined {
  const replies: WriteReply[] = [];
  const end = performance.now() + groupTime;
  do {
    const request = queue.shift()!;
    group.push(request);
    try {
      replies.push({ number: request.number, output: outputOf(database, request) });
    } catch {
      return undefined;
    }
  } while (queue.length > 0 && group.length < groupLimit && performance.now() < end);
  return replies;
}

/** Runs one command inside the open transaction: whole, or undone and answered with its error. */
function runApart(database: Database, request: WriteRequest): WriteReply {
  run(database, 'SAVEPOINT command');
  try {
    const output = outputOf(database, request);
    run(database, 'RELEASE command');
    return { number: request.number, output };
  } catch (caught) {
    forget(database);
    // A full disk or a broken file may have ended the transaction already: then the group fails as one.
    if (!database.inTransaction) throw caught;
    run(database, 'ROLLBACK TO command');
    run(database, 'RELEASE command');
    return { number: request.number, error: toWire(caught) };
  }
}

/** One durable transaction for what has queued. No reply leaves before COMMIT has returned. */
function commitGroup(database: Database, queue: WriteRequest[]): void {
  const group: WriteRequest[] = [];
  let replies: WriteReply[] | undefined;
  try {
    begin(database);
    replies = runTogether(database, queue, group);
    if (replies === undefined) {
      // Once more from the start, so that only what fails is undone: commands depend on nothing but the database and their input.
      rollBack(database);
      begin(database);
      replies = group.map((request) => runApart(database, request));
    }
    run(database, 'COMMIT');
  } catch (caught) {
    rollBack(database);
    // Where no transaction could begin, all that waited for it are answered, not only the first.
    if (group.length === 0) group.push(...queue.splice(0));
    const error = toWire(caught);
    replies = group.map(({ number }) => ({ number, error }));
  }
  const answered = replies;
  const committed = new Set(group.filter((_, index) => 'output' in answered[index]!).map((request) => request.module));
  send({ kind: 'committed', replies, modules: [...committed] });
}

function rollBack(database: Database): void {
  forget(database);
  if (database.inTransaction) run(database, 'ROLLBACK');
}

function serve(database: Database): void {
  const queue: WriteRequest[] = [];
  let scheduled = false;
  const drain = (): void => {
    scheduled = false;
    if (queue.length > 0) commitGroup(database, queue);
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
      queue.push(...message.requests);
      schedule();
      return;
    }
    while (queue.length > 0) commitGroup(database, queue);
    database.close();
    port.close();
  });
}

try {
  serve(open(workerData as WriterData));
  send({ kind: 'ready' });
} catch (caught) {
  send({ kind: 'failed', error: toWire(caught) });
  port.close();
}
