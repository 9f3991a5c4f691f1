import { LotseError } from '../../../base/index.js';
import { fromWire, type WriterData, type WriteReply, type WriteRequest } from './protocol.js';
import { startWriterThread, type Told, type WriterThread } from './writer-thread.js';
import { followWritingHealth } from './writing-health.js';

/** The writer thread, seen from the main thread. */
export interface Writer {
  /** Runs a command; returns once the transaction that holds it is on disk. */
  execute(module: string, name: string, input: unknown): Promise<unknown>;
  /** Calls the listener after each durable transaction in which a command of this module took part. */
  onCommitted(module: string, listener: () => void): () => void;
  /** Commands that have not been answered yet. */
  waiting(): number;
  /** How often the thread has died. */
  deaths(): number;
  /** Calls the listener after each durable transaction with the number of its commands. */
  onGroup(listener: (commands: number) => void): void;
  /**
   * Returns where it can write, as far as is known. Where the last that was heard speaks against it, one tiny write finds
   * out whether that still holds; a thread that has died is started again for it.
   * @throws LotseError `writer-stopped`, `disk-full`, `store-unavailable`
   */
  check(): Promise<void>;
  /** Takes no more commands, finishes what has queued, and ends the thread. */
  close(): Promise<void>;
}

/**
 * So many commands go to the thread at once; it may begin with them while others are still being prepared. Fewer would
 * make it begin sooner, with smaller groups: what a durable transaction costs by itself is then shared by fewer.
 */
const mostInMessage = 32;

/** Milliseconds between two starts of the thread: one that dies at once would do nothing but start. */
const betweenStarts = 1_000;

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: LotseError) => void;
}

function closed(): LotseError {
  return new LotseError('store-unavailable', 'The store is closed.');
}

/**
 * Starts the writer thread, which opens and migrates the database. When it dies later, whoever waits for it gets
 * `store-unavailable`, and the next command starts another: the database has rolled back what was not durable.
 * @param thread the file that calls `serveWriter`
 * @throws LotseError `store-unavailable` where it cannot be opened, written or migrated
 */
export async function startWriter(thread: URL, data: WriterData): Promise<Writer> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<() => void>>();
  const groupListeners = new Set<(commands: number) => void>();
  let current: WriterThread | undefined;
  let lastStart = -Infinity;
  let lastEnd: LotseError | undefined;
  let deaths = 0;
  let lastNumber = 0;
  let closing = false;
  let unsent: WriteRequest[] = [];
  let opened: () => void = () => undefined;

  const tell = (modules: Iterable<string>): void => {
    for (const name of modules) for (const listener of [...(listeners.get(name) ?? [])]) listener();
  };
  const answer = (reply: WriteReply): void => {
    const waiter = waiting.get(reply.number);
    waiting.delete(reply.number);
    if ('error' in reply) {
      const error = fromWire(reply.error);
      health.failed(error);
      waiter?.reject(error);
    } else waiter?.resolve(reply.output);
  };
  const hear = (told: Told): void => {
    switch (told.kind) {
      case 'ready':
        opened();
        // The one before may have died between a transaction and telling of it.
        if (deaths > 0) tell(listeners.keys());
        return;
      case 'probed':
        answer(told.reply);
        return;
      case 'committed':
        told.replies.forEach(answer);
        for (const listener of groupListeners) listener(told.replies.length);
        tell(told.modules);
    }
  };
  const begin = (): WriterThread => {
    lastStart = performance.now();
    const started = startWriterThread(thread, data, hear);
    void started.exited.then((why) => {
      current = undefined;
      unsent = [];
      lastEnd = closing ? closed() : why;
      if (!closing) {
        deaths += 1;
        health.stopped(why);
      }
      for (const { reject } of waiting.values()) reject(lastEnd);
      waiting.clear();
    });
    return (current = started);
  };
  /** Why nothing can be sent; `undefined` where it can, for which a thread that has died is started again. */
  const refusal = (): LotseError | undefined => {
    if (closing) return closed();
    if (current !== undefined) return undefined;
    if (performance.now() - lastStart < betweenStarts) return lastEnd;
    begin();
    return undefined;
  };
  /** A message costs more than what is in it, and wakes the thread: what comes in one turn of the event loop goes together. */
  const flush = (): void => {
    if (unsent.length === 0) return;
    const requests = unsent;
    unsent = [];
    current?.send({ kind: 'write', requests });
  };
  /** What the thread answers to what is sent under a number of its own. */
  const ask = (send: (number: number) => void): Promise<unknown> =>
    new Promise<unknown>((resolve, reject) => {
      const refused = refusal();
      if (refused !== undefined) return reject(refused);
      const number = ++lastNumber;
      waiting.set(number, { resolve, reject });
      send(number);
    });
  const health = followWritingHealth(() => ask((number) => current?.send({ kind: 'probe', number })));

  await new Promise<void>((resolve, reject) => {
    opened = resolve;
    void begin().exited.then(reject);
  });

  return {
    execute: (module, name, input) =>
      ask((number) => {
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
    deaths: () => deaths,
    onGroup: (listener) => void groupListeners.add(listener),
    check: () => health.check(),
    close: async () => {
      if (!closing) {
        closing = true;
        // Messages keep their order: whatever was sent before this is still written.
        flush();
        current?.send({ kind: 'close' });
      }
      await current?.exited;
    },
  };
}
