import { Worker } from 'node:worker_threads';
import { LotseError } from '../../../lrs/base/index.js';
import { fromWire, threadLimits, type FromWriter, type ToWriter, type WriteRequest, type WriterData } from './protocol.js';

/** The writer thread, seen from the main thread. */
export interface Writer {
  /** Runs a command; returns once the transaction that holds it is on disk. */
  execute(module: string, name: string, input: unknown): Promise<unknown>;
  /** Calls the listener after each durable transaction in which a command of this module took part. */
  onCommitted(module: string, listener: () => void): () => void;
  /** Commands that have not been answered yet. */
  waiting(): number;
  /** Calls the listener after each durable transaction with the number of its commands. */
  onGroup(listener: (commands: number) => void): void;
  /** Takes no more commands, finishes what has queued, and ends the thread. */
  close(): Promise<void>;
}

/**
 * So many commands go to the thread at once; it may begin with them while others are still being prepared. Fewer would
 * make it begin sooner, with smaller groups: what a durable transaction costs by itself is then shared by fewer.
 */
const mostInMessage = 32;

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: LotseError) => void;
}

/**
 * Starts the writer thread, which opens and migrates the database.
 * @param thread the file that calls `serveWriter`
 * @throws LotseError `store-unavailable` where it cannot be opened, written or migrated
 */
export async function startWriter(thread: URL, data: WriterData): Promise<Writer> {
  const worker = new Worker(thread, { workerData: data, resourceLimits: threadLimits });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<() => void>>();
  const groupListeners = new Set<(commands: number) => void>();
  let lastNumber = 0;
  let ended: LotseError | undefined;

  const end = (error: LotseError): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const send = (message: ToWriter): void => worker.postMessage(message);
  let unsent: WriteRequest[] = [];
  /** A message costs more than what is in it, and wakes the thread: what comes in one turn of the event loop goes together. */
  const flush = (): void => {
    if (unsent.length === 0) return;
    const requests = unsent;
    unsent = [];
    send({ kind: 'write', requests });
  };

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromWriter) => {
      switch (message.kind) {
        case 'ready':
          resolve();
          return;
        case 'failed':
          reject(openError(data.path, fromWire(message.error)));
          return;
        case 'committed':
          for (const reply of message.replies) {
            const waiter = waiting.get(reply.number);
            waiting.delete(reply.number);
            if ('error' in reply) waiter?.reject(fromWire(reply.error));
            else waiter?.resolve(reply.output);
          }
          for (const listener of groupListeners) listener(message.replies.length);
          for (const name of message.modules) for (const listener of [...(listeners.get(name) ?? [])]) listener();
      }
    });
    worker.on('error', (caught) => {
      end(new LotseError('store-unavailable', 'The store has stopped.', { cause: caught, detail: caught.message }));
      reject(ended);
    });
    worker.on('exit', () => {
      end(new LotseError('store-unavailable', 'The store is closed.'));
      reject(ended);
    });
  });

  return {
    execute: (module, name, input) =>
      new Promise<unknown>((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const number = ++lastNumber;
        waiting.set(number, { resolve, reject });
        unsent.push({ number, module, name, input });
        if (unsent.length >= mostInMessage) flush();
        else if (unsent.length === 1) setImmediate(flush);
      }),
    onCommitted: (module, listener) => {
      let set = listeners.get(module);
      if (set === undefined) listeners.set(module, (set = new Set()));
      set.add(listener);
      return () => void set.delete(listener);
    },
    waiting: () => waiting.size,
    onGroup: (listener) => void groupListeners.add(listener),
    close: async () => {
      if (ended === undefined) {
        // Messages keep their order: whatever was sent before this is still written.
        flush();
        send({ kind: 'close' });
        ended = new LotseError('store-unavailable', 'The store is closed.');
      }
      await exited;
    },
  };
}

function openError(path: string, error: LotseError): LotseError {
  if (error.detail === undefined || error.retryAfter === undefined) return error;
  return new LotseError('store-unavailable', `The database ${path} cannot be opened for writing (${error.detail}). Check LOTSE_DATA, who may write there, and whether another process holds the file.`, { detail: error.detail, cause: error });
}
