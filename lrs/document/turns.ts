import { LotseError, type Milliseconds } from '../../base/index.js';

/** Limits of a keyed mutex. */
export interface TurnLimits {
  /** Whose turn comes later is refused instead. */
  readonly longestWait: Milliseconds;
  /** Tasks of one key, the running one included. */
  readonly mostWaiting: number;
}

/** Far more than a class acting at the same moment needs; a client that waits longer has given up. */
const usual: TurnLimits = { longestWait: 10_000, mostWaiting: 1_000 };

interface Queue {
  readonly last: Promise<unknown>;
  readonly length: number;
}

/**
 * Runs tasks of the same key one after the other, in the order in which they were requested, and tasks of different
 * keys at the same time. Keys without a task take no memory. A task runs even if its client has gone away meanwhile:
 * its request has arrived completely, and a page that is being closed waits for no answer.
 */
export class TurnsByName {
  readonly #queues = new Map<string, Queue>();
  readonly #limits: TurnLimits;

  constructor(limits: TurnLimits = usual) {
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
    if (length > this.#limits.mostWaiting) throw tooMany();
    const came = performance.now();
    const inTime = (): Promise<Value> => {
      if (performance.now() - came > this.#limits.longestWait) throw tooMany();
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

function tooMany(): LotseError {
  return new LotseError(
    'store-unavailable',
    'Very many change this document at the same moment. Nothing of this request was stored; please send it again.',
    { retryAfter: 1 },
  );
}
