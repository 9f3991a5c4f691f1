import { LotseError, type Clock } from '../base/index.js';

/** Failures that cost nothing: people mistype. */
const free = 5;
/** The longest wait, in seconds, and how long failures are remembered. */
const longest = 15 * 60;
const most = 10_000;

interface Failures {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly last: number;
}

/** IPv6 networks hand out addresses by the billion, so failures count for the whole /64. */
function network(address: string): string {
  return address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
}

/** Makes whoever guesses wait: after some failures from an address, each further one doubles the wait. */
export class SlowDown {
  readonly #failures = new Map<string, Failures>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws LotseError `too-many-requests` while the address must wait */
  check(address: string): void {
    const known = this.#failures.get(network(address));
    if (known === undefined || known.count < free) return;
    const wait = Math.min(2 ** (known.count - free), longest);
    const rest = Math.ceil(known.last / 1000 + wait - this.#clock.now() / 1000);
    // A clock that was set back must not lock anybody out for longer.
    if (rest > 0) throw new LotseError('too-many-requests', 'Too many wrong secrets came from this address.', { retryAfter: Math.min(rest, wait) });
  }

  failed(address: string): void {
    const now = this.#clock.now();
    const name = network(address);
    const known = this.#failures.get(name);
    const count = known !== undefined && now - known.last < longest * 1000 ? known.count + 1 : 1;
    this.#failures.delete(name);
    if (this.#failures.size >= most) this.#failures.delete(this.#failures.keys().next().value!);
    this.#failures.set(name, { count, last: now });
  }

  succeeded(address: string): void {
    this.#failures.delete(network(address));
  }
}
