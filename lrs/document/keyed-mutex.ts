import { LotseError, type Milliseconds } from '../../base/index.js';

/** Limits of a keyed mutex. */
export interface MutexLimits {
  /** A task that would start later is refused instead. */
  readonly maxWaitMs: Milliseconds;
  /** Tasks of one key, the running one included. */
  readonly maxQueueLength: number;
}

/** Far more than a class acting at the same moment needs; a client that waits longer has given up. */
const defaultLimits: MutexLimits = { maxWaitMs: 10_000, maxQueueLength: 1_000 };

interface Queue {
  readonly last: Promise<unknown>;
  readonly length: number;
}

/**
 * Runs tasks of the same key one after the other, in the order in which they were requested, and tasks of different
 * keys at the same time. Keys without a task take no memory. A task runs even if its client has gone away meanwhile:
 * its request has arrived completely, and a page that is being closed waits for no answer.
 */
export class KeyedMutex {
  readonly #queues = new Map<string, Queue>();
  readonly #limits: MutexLimits;

  constructor(limits: MutexLimits = defaultLimits) {
    this.#limits = limits;
  }

  /** Number of keys with a running or waiting task. */
  get names(): number {
    return this.#queues.size;
  }

  /**
   * Runs a task after those of the same key that were requested before it, whatever their outcome.
   * @throws LotseError `store-unavailable` where too many wait, or its turn did not come in time: then it was not begun
   */
  async run<Value>(name: string, task: () => Promise<Value>): Promise<Value> {
    const before = this.#queues.get(name);
    const length = (before?.length ?? 0) + 1;
    if (length > this.#limits.maxQueueLength) throw queueFullError();
    const came = performance.now();
    const inTime = (): Promise<Value> => {
      if (performance.now() - came > this.#limits.maxWaitMs) throw queueFullError();
      return task();
    };
    const mine = before === undefined ? task() : before.last.then(inTime, inTime);
    this.#queues.set(name, { last: mine, length });
    try {
      return await mine;
    } finally {
      const { last, length: now } = this.#queues.get(name)!;
      if (last === mine) this.#queues.delete(name);
      else this.#queues.set(name, { last, length: now - 1 });
    }
  }
}

function queueFullError(): LotseError {
  return new LotseError(
    'store-unavailable',
    'Very many change this document at the same moment. Nothing of this request was stored; please send it again.',
    { retryAfter: 1 },
  );
}
