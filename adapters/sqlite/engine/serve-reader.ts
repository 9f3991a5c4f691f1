import { parentPort, workerData } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { Registry } from './module.js';
import { type ReadReply, type ReaderCommand, toWire } from './protocol.js';
import { openForReading, runQuery } from './read.js';

function answer(
  modules: Registry,
  database: Database,
  { number, module, name, input }: Extract<ReaderCommand, { readonly kind: 'read' }>,
): ReadReply {
  try {
    return { number, output: runQuery(database, modules[module]!.queries[name]!, input) };
  } catch (caught) {
    return { number, error: toWire(caught) };
  }
}

/** The memory that a reply hands over instead of having it copied: arrays of bytes that fill theirs. */
function handedOver(reply: ReadReply): ArrayBuffer[] {
  if (!('output' in reply) || typeof reply.output !== 'object' || reply.output === null) return [];
  return Object.values(reply.output)
    .flat()
    .flatMap((value: unknown) =>
      value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
        ? [value.buffer]
        : [],
    );
}

/** The reading thread: it answers the queries it is sent. */
export function serveReader(modules: Registry): void {
  const port = parentPort!;
  const database = openForReading(workerData as string);
  port.on('message', (message: ReaderCommand) => {
    if (message.kind === 'read') {
      const reply = answer(modules, database, message);
      port.postMessage(reply, handedOver(reply));
      return;
    }
    database.close();
    port.close();
  });
}
