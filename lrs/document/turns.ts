import { LotseError, type Milliseconds } from '../../base/index.js';

/** Limits of a keyed mutex. */
export interface TurnLimits {
  /** Whose turn comes later is refused instead. */
  readonly longestWait: Milliseconds;
  /** For one name, with the one whose turn it is. */
  readonly mostWaiting: number;
}

/** Far more than a class that acts at the same moment; what waits longer has a client that has given up. */
const usual: TurnLimits = { longestWait: 10_000, mostWaiting: 1_000 };

interface Queue {
  readonly last: Promise<unknown>;
  readonly length: number;
}

/**
 * Does what concerns one thing in the order in which it was asked for, one behind the other; what concerns different
 * things, at the same time. Of things that nobody is at it remembers nothing. Whoever goes away while waiting is done
 * all the same: what has arrived whole was meant, and a page that is being closed waits for no answer.
 */
export class TurnsByName {
  readonly #queues = new Map<string, Queue>();
  readonly #limits: TurnLimits;

  constructor(limits: TurnLimits = usual) {
    this.#limits = limits;
  }

  /** For how many things somebody is at work or waits. */
  get names(): number {
    return this.#queues.size;
  }

  /**
   * Runs a task behind those of the same name that were handed in before it, whatever became of them.
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
