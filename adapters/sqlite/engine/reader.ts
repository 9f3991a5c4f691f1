import { Worker } from 'node:worker_threads';
import { LotseError } from '../../../lrs/base/index.js';
import { fromWire, threadLimits, type ReadReply, type ToReader } from './protocol.js';

/** The reading thread, seen from the main thread. */
export interface Reader {
  /** Runs a query there, after those that were asked for before it. */
  query(module: string, name: string, input: unknown): Promise<unknown>;
  /** Takes no more queries, answers what was asked, and ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: LotseError) => void;
}

const closed = (): LotseError => new LotseError('store-unavailable', 'The store is closed.');

/** Starts the thread for reads that may take long, so that the event loop does not wait for them. */
export function startReader(path: string): Reader {
  const worker = new Worker(new URL('./reader-thread.js', import.meta.url), { workerData: path, resourceLimits: threadLimits });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const waiting = new Map<number, Waiting>();
  let lastNumber = 0;
  let ended: LotseError | undefined;

  const end = (error: LotseError): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const send = (message: ToReader): void => worker.postMessage(message);
  worker.on('message', (reply: ReadReply) => {
    const waiter = waiting.get(reply.number);
    waiting.delete(reply.number);
    if ('error' in reply) waiter?.reject(fromWire(reply.error));
    else waiter?.resolve(reply.output);
  });
  worker.on('error', (caught) => end(new LotseError('store-unavailable', 'The store has stopped.', { cause: caught, detail: caught.message })));
  worker.on('exit', () => end(closed()));

  return {
    query: (module, name, input) =>
      new Promise<unknown>((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const number = ++lastNumber;
        send({ kind: 'read', number, module, name, input });
        waiting.set(number, { resolve, reject });
      }),
    close: async () => {
      if (ended === undefined) {
        // Messages keep their order: whatever was asked before this is still answered.
        send({ kind: 'close' });
        ended = closed();
      }
      await exited;
    },
  };
}
