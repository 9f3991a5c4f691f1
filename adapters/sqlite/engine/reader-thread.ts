import { parentPort, workerData } from 'node:worker_threads';
import { modules as registry } from '../modules.js';
import type { SqliteModule } from './module.js';
import { toWire, type ReadReply, type ToReader } from './protocol.js';
import { openForReading, runQuery } from './read.js';

const modules: Readonly<Record<string, SqliteModule>> = registry;
const port = parentPort!;
const database = openForReading(workerData as string);

function answer({ number, module, name, input }: Extract<ToReader, { readonly kind: 'read' }>): ReadReply {
  try {
    return { number, output: runQuery(database, modules[module]!.queries[name]!, input) };
  } catch (caught) {
    return { number, error: toWire(caught) };
  }
}

port.on('message', (message: ToReader) => {
  if (message.kind === 'read') {
    port.postMessage(answer(message));
    return;
  }
  database.close();
  port.close();
});
