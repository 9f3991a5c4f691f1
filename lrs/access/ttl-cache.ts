import { BoundedMap, type Clock } from '../../base/index.js';

/**
 * Caches values for a short time, so that a busy credential costs one look-up every few seconds.
 * A miss is not cached, so nobody can fill the cache with guesses.
 */
export class TtlCache<Value> {
  readonly #entries: BoundedMap<{ readonly value: Value; readonly until: number }>;
  readonly #clock: Clock;
  readonly #milliseconds: number;

  /**
   * @param milliseconds how long a value is believed
   * @param maxEntries how many values are kept; the oldest goes first
   */
  constructor(clock: Clock, milliseconds: number, maxEntries = 10_000) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#entries = new BoundedMap(maxEntries);
  }

  /** The cached value, or the result of `read`. */
  async get(key: string, read: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const now = this.#clock.now();
    const cached = this.#entries.get(key);
    // A clock that was set back must not extend the life of an entry.
    if (cached !== undefined && now < cached.until && now >= cached.until - this.#milliseconds) return cached.value;
    this.#entries.delete(key);
    const value = await read();
    if (value === undefined) return undefined;
    this.#entries.set(key, { value, until: now + this.#milliseconds });
    return value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
