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

/** The memory that a reply hands over instead of having it copied: arrays of bytes that fill theirs. */
function handedOver(reply: ReadReply): ArrayBuffer[] {
  if (!('output' in reply) || typeof reply.output !== 'object' || reply.output === null) return [];
  return Object.values(reply.output).flatMap((value: unknown) => (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength ? [value.buffer] : []));
}

port.on('message', (message: ToReader) => {
  if (message.kind === 'read') {
    const reply = answer(message);
    port.postMessage(reply, handedOver(reply));
    return;
  }
  database.close();
  port.close();
});
