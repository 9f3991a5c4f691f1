import { LotseError } from '../../../base/index.js';
import { fromWire, type WriterData, type WriteReply, type WriteRequest } from './protocol.js';
import { startWriterThread, type WriterEvent, type WriterThread } from './writer-thread.js';
import { followWritingHealth } from './writing-health.js';

/** The writer thread, seen from the main thread. */
export interface Writer {
  /** Runs a command; returns once the transaction that holds it is on disk. */
  execute(module: string, name: string, input: unknown): Promise<unknown>;
  /** Calls the listener after each durable transaction in which a command of this module took part. */
  onCommitted(module: string, listener: () => void): () => void;
  /** Commands that have not been answered yet. */
  waiting(): number;
  /** Number of times the thread has died. */
  deaths(): number;
  /** Calls the listener after each durable transaction with the number of its commands. */
  onGroup(listener: (commands: number) => void): void;
  /**
   * Returns where it can write, as far as is known. If the last that was heard speaks against it, one tiny write finds
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
const maxRequestsPerMessage = 32;

/** Milliseconds between two starts of the thread: one that dies at once would do nothing but start. */
const betweenStarts = 1_000;

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: LotseError) => void;
}

function closed(): LotseError {
  return new LotseError('store-unavailable', 'The store is closed.');
}

/** The writer thread, from one of its lives to the next. */
class RestartedWriter implements Writer {
  readonly #thread: URL;
  readonly #data: WriterData;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #groupListeners = new Set<(commands: number) => void>();
  readonly #health = followWritingHealth(() => this.#ask((number) => this.#current?.send({ kind: 'probe', number })));
  #current: WriterThread | undefined;
  #lastStart = -Infinity;
  #lastEnd: LotseError | undefined;
  #deaths = 0;
  #lastNumber = 0;
  #closing = false;
  #unsent: WriteRequest[] = [];
  #opened: () => void = () => undefined;

  constructor(thread: URL, data: WriterData) {
    this.#thread = thread;
    this.#data = data;
  }

  /** Starts the thread for the first time; resolves when its database is open. */
  open(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#opened = resolve;
      void this.#begin().exited.then(reject);
    });
  }

  execute(module: string, name: string, input: unknown): Promise<unknown> {
    return this.#ask((number) => {
      this.#unsent.push({ number, module, name, input });
      if (this.#unsent.length >= maxRequestsPerMessage) this.#flush();
      else if (this.#unsent.length === 1) setImmediate(() => this.#flush());
    });
  }

  onCommitted(module: string, listener: () => void): () => void {
    let set = this.#listeners.get(module);
    if (set === undefined) this.#listeners.set(module, (set = new Set()));
    set.add(listener);
    return () => void set.delete(listener);
  }

  waiting(): number {
    return this.#waiting.size;
  }

  deaths(): number {
    return this.#deaths;
  }

  onGroup(listener: (commands: number) => void): void {
    this.#groupListeners.add(listener);
  }

  check(): Promise<void> {
    return this.#health.check();
  }

  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      // Messages keep their order: whatever was sent before this is still written.
      this.#flush();
      this.#current?.send({ kind: 'close' });
    }
    await this.#current?.exited;
  }

  #tell(modules: Iterable<string>): void {
    for (const name of modules) for (const listener of [...(this.#listeners.get(name) ?? [])]) listener();
  }

  #answer(reply: WriteReply): void {
    const waiter = this.#waiting.get(reply.number);
    this.#waiting.delete(reply.number);
    if ('error' in reply) {
      const error = fromWire(reply.error);
      this.#health.failed(error);
      waiter?.reject(error);
    } else waiter?.resolve(reply.output);
  }

  #receive(message: WriterEvent): void {
    switch (message.kind) {
      case 'ready':
        this.#opened();
        // The one before may have died between a transaction and telling of it.
        if (this.#deaths > 0) this.#tell(this.#listeners.keys());
        return;
      case 'probed':
        this.#answer(message.reply);
        return;
      case 'committed':
        for (const reply of message.replies) this.#answer(reply);
        for (const listener of this.#groupListeners) listener(message.replies.length);
        this.#tell(message.modules);
    }
  }

  #begin(): WriterThread {
    this.#lastStart = performance.now();
    const started = startWriterThread(this.#thread, this.#data, (message) => this.#receive(message));
    void started.exited.then((why) => this.#end(why));
    return (this.#current = started);
  }

  #end(why: LotseError): void {
    this.#current = undefined;
    this.#unsent = [];
    const end = this.#closing ? closed() : why;
    this.#lastEnd = end;
    if (!this.#closing) {
      this.#deaths += 1;
      this.#health.stopped(why);
    }
    for (const { reject } of this.#waiting.values()) reject(end);
    this.#waiting.clear();
  }

  /** Why nothing can be sent; `undefined` if it can, for which a thread that has died is started again. */
  #refusal(): LotseError | undefined {
    if (this.#closing) return closed();
    if (this.#current !== undefined) return undefined;
    if (performance.now() - this.#lastStart < betweenStarts) return this.#lastEnd;
    this.#begin();
    return undefined;
  }

  /** A message costs more than what is in it, and wakes the thread: what comes in one turn of the event loop goes together. */
  #flush(): void {
    if (this.#unsent.length === 0) return;
    const requests = this.#unsent;
    this.#unsent = [];
    this.#current?.send({ kind: 'write', requests });
  }

  /** The thread's answer to what is sent under a number of its own. */
  #ask(send: (number: number) => void): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      const refused = this.#refusal();
      if (refused !== undefined) return reject(refused);
      const number = ++this.#lastNumber;
      this.#waiting.set(number, { resolve, reject });
      send(number);
    });
  }
}

/**
 * Starts the writer thread, which opens and migrates the database. When it dies later, whoever waits for it gets
 * `store-unavailable`, and the next command starts another: the database has rolled back what was not durable.
 * @param thread the file that calls `serveWriter`
 * @throws LotseError `store-unavailable` if it cannot be opened, written or migrated
 */
export async function startWriter(thread: URL, data: WriterData): Promise<Writer> {
  const writer = new RestartedWriter(thread, data);
  await writer.open();
  return writer;
}
