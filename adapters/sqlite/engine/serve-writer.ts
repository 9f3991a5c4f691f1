import { parentPort, workerData } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { groupCommitter } from './commit-group.js';
import { Sqlite } from './driver.js';
import type { Registry } from './module.js';
import {
  type WriterMessage,
  toWire,
  type WriterCommand,
  type WriterData,
  type WriteReply,
  type WriteRequest,
} from './protocol.js';
import { migrate, prepareWriter } from './schema.js';

function send(message: WriterMessage): void {
  parentPort!.postMessage(message);
}

function open(modules: Registry, { path, synchronous }: WriterData): Database {
  const database = new Sqlite(path);
  try {
    prepareWriter(database, synchronous);
    migrate(database, modules);
  } catch (caught) {
    database.close();
    throw caught;
  }
  return database;
}

/** A durable transaction that changes nothing: the header's number for applications, which Lotse does not use, as it is. */
function probe(database: Database, number: number): WriteReply {
  try {
    database.pragma(`user_version = ${String(database.pragma('user_version', { simple: true }))}`);
    return { number, output: undefined };
  } catch (caught) {
    return { number, error: toWire(caught) };
  }
}

function serve(modules: Registry, database: Database): void {
  const port = parentPort!;
  const queue: WriteRequest[] = [];
  const commitGroup = groupCommitter({ database, modules });
  const commit = (): void => send(commitGroup(queue));
  let scheduled = false;
  const drain = (): void => {
    scheduled = false;
    if (queue.length > 0) commit();
    if (queue.length > 0) schedule();
  };
  // setImmediate lets every message that has arrived join the group before it starts.
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  };
  port.on('message', (message: WriterCommand) => {
    if (message.kind === 'write') {
      queue.push(...message.requests);
      schedule();
      return;
    }
    if (message.kind === 'probe') {
      send({ kind: 'probed', reply: probe(database, message.number) });
      return;
    }
    while (queue.length > 0) commit();
    database.close();
    port.close();
  });
}

/** The writer thread: it opens and migrates the database, then executes the commands it is sent. */
export function serveWriter(modules: Registry): void {
  try {
    serve(modules, open(modules, workerData as WriterData));
    send({ kind: 'ready' });
  } catch (caught) {
    send({ kind: 'failed', error: toWire(caught) });
    parentPort!.close();
  }
}
