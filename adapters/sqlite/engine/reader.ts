import { Worker } from 'node:worker_threads';
import { LotseError } from '../../../base/index.js';
import { fromWire, type ReadReply, threadLimits, type ReaderCommand } from './protocol.js';

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

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  /** When it is gone. */
  readonly exited: Promise<void>;
}

function startThread(thread: URL, path: string): Thread {
  const worker = new Worker(thread, { workerData: path, resourceLimits: threadLimits });
  const waiting = new Map<number, Waiting>();
  let why: Error | undefined;
  worker.on('message', (reply: ReadReply) => {
    const waiter = waiting.get(reply.number);
    waiting.delete(reply.number);
    if ('error' in reply) waiter?.reject(fromWire(reply.error));
    else waiter?.resolve(reply.output);
  });
  worker.on('error', (caught) => (why = caught));
  const exited = new Promise<void>((resolve) =>
    worker.once('exit', (code) => {
      const detail = why?.message ?? `the reading thread ended with ${code}`;
      const error = new LotseError('store-unavailable', 'The store has broken off what it was reading. Try again.', {
        detail,
        retryAfter: 1,
        cause: why,
      });
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      resolve();
    }),
  );
  return { worker, waiting, exited };
}

/**
 * Starts the thread for reads that may take long, so that the event loop does not wait for them. When it dies, whoever
 * waits for it gets `store-unavailable`, and the next query starts another.
 * @param thread the file that calls `serveReader`
 * @param options `atOnce`: not only with the first query
 */
export function startReader(thread: URL, path: string, { atOnce }: { readonly atOnce: boolean }): Reader {
  let current: Thread | undefined;
  const running = (): Thread => {
    if (current !== undefined) return current;
    const started = startThread(thread, path);
    void started.exited.then(() => {
      if (current === started) current = undefined;
    });
    return (current = started);
  };
  let lastNumber = 0;
  let ended = false;
  if (atOnce) running();

  return {
    query: (module, name, input) =>
      new Promise<unknown>((resolve, reject) => {
        if (ended) return reject(new LotseError('store-unavailable', 'The store is closed.'));
        const { worker, waiting } = running();
        const number = ++lastNumber;
        const message: ReaderCommand = { kind: 'read', number, module, name, input };
        worker.postMessage(message);
        waiting.set(number, { resolve, reject });
      }),
    close: async () => {
      // Messages keep their order: whatever was asked before this is still answered.
      const message: ReaderCommand = { kind: 'close' };
      if (!ended) current?.worker.postMessage(message);
      ended = true;
      await current?.exited;
    },
  };
}
