import { BoundedMap, type Clock, type EpochMilliseconds, LotseError, type Seconds } from '../../base/index.js';

interface Bucket {
  readonly tokens: number;
  readonly at: EpochMilliseconds;
}

/** Options of a rate limit. */
export interface RateLimitOptions {
  /** Requests of so long a time may come at once; ten seconds unless given. */
  readonly burstSeconds?: Seconds;
  /** The message of the error, given the rate. */
  readonly message?: (rate: number) => string;
}

/** Lets so many requests a second through for each name, and a burst of some seconds' worth: a token bucket per name. */
export class RateLimit {
  // A bucket that is dropped counts as full, which it is for whoever has not asked for long.
  readonly #buckets = new BoundedMap<Bucket>(10_000);
  readonly #clock: Clock;
  readonly #rate: number;
  readonly #burstSeconds: number;
  readonly #message: (rate: number) => string;

  /** @param rate requests a second; 0: no limit */
  constructor(
    clock: Clock,
    rate: number,
    {
      burstSeconds = 10,
      message = (capacity) => `This credential may send ${capacity} requests a second. Please slow down.`,
    }: RateLimitOptions = {},
  ) {
    this.#clock = clock;
    this.#rate = rate;
    this.#burstSeconds = burstSeconds;
    this.#message = message;
  }

  /**
   * Takes one request's token.
   * @throws LotseError `too-many-requests`, with the seconds after which there is one
   */
  take(name: string): void {
    if (this.#rate === 0) return;
    const now = this.#clock.now();
    const capacity = this.#rate * this.#burstSeconds;
    const { tokens, at } = this.#buckets.get(name) ?? { tokens: capacity, at: now };
    // A clock that was set back gives nothing and takes nothing.
    const filled = Math.min(capacity, tokens + (Math.max(0, now - at) / 1000) * this.#rate);
    if (filled < 1) {
      throw new LotseError('too-many-requests', this.#message(this.#rate), {
        retryAfter: Math.max(1, Math.ceil((1 - filled) / this.#rate)),
      });
    }
    this.#buckets.set(name, { tokens: filled - 1, at: now });
  }
}
