import { isIPv6 } from 'node:net';
import { BoundedMap, type Clock, type EpochMilliseconds, LotseError, type Milliseconds } from '../../base/index.js';

interface Failures {
  readonly count: number;
  readonly last: EpochMilliseconds;
}

/** Wrong secrets that cost nothing: for one key from one address, and from one address whatever the key. */
const freeAttemptsPerKey = 5;
const freeAttemptsPerAddress = 30;
const maxWaitSeconds = 60;
/** Time after the last failure until it is forgotten. */
const failureLifetimeMs: Milliseconds = 15 * 60_000;
/** Number of keys, of addresses, and of pairs of them that are remembered. */
const maxEntries = 10_000;

/**
 * Slows down anybody who tries secrets. After a few wrong ones for a key, the address they came from waits before its
 * next attempt for that key, twice as long each time, up to a minute; an address that tries many keys waits for all of
 * them, except for those it has used successfully. Nobody else waits: the owner of a secret can use it from any other
 * address, and cannot be locked out. All of it is in the memory of this process, and bounded.
 */
export class BruteForceGuard {
  readonly #clock: Clock;
  readonly #pairs = new BoundedMap<Failures>(maxEntries);
  readonly #addresses = new BoundedMap<Failures>(maxEntries);
  readonly #trusted = new BoundedMap<true>(maxEntries);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param address where the request came from; without one nothing is guarded
   * @throws LotseError `too-many-requests`, before the secret is looked at
   */
  check(key: string, address: string | undefined): void {
    if (address === undefined) return;
    const place = networkOf(address);
    const pair = pairOf(key, place);
    const byPair = this.#wait(this.#pairs.get(pair), freeAttemptsPerKey);
    const byAddress =
      this.#trusted.get(pair) === true ? 0 : this.#wait(this.#addresses.get(place), freeAttemptsPerAddress);
    const wait = Math.max(byPair, byAddress);
    if (wait > 0)
      throw new LotseError(
        'too-many-requests',
        'There were too many wrong secrets from this address. Please wait before the next try.',
        { retryAfter: Math.ceil(wait / 1000) },
      );
  }

  failed(key: string, address: string | undefined): void {
    if (address === undefined) return;
    const place = networkOf(address);
    this.#count(this.#pairs, pairOf(key, place));
    this.#count(this.#addresses, place);
  }

  succeeded(key: string, address: string | undefined): void {
    if (address === undefined) return;
    const pair = pairOf(key, networkOf(address));
    this.#pairs.delete(pair);
    if (this.#trusted.get(pair) !== true) this.#trusted.set(pair, true);
  }

  /** The wait until the next try. */
  #wait(failures: Failures | undefined, free: number): Milliseconds {
    if (failures === undefined || failures.count < free) return 0;
    const now = this.#clock.now();
    if (now - failures.last > failureLifetimeMs || now < failures.last) return 0;
    const wait = Math.min(2 ** (failures.count - free), maxWaitSeconds) * 1000;
    return Math.max(0, failures.last + wait - now);
  }

  #count(failures: BoundedMap<Failures>, name: string): void {
    const now = this.#clock.now();
    const before = failures.get(name);
    const count = before === undefined || now - before.last > failureLifetimeMs ? 0 : before.count;
    failures.set(name, { count: count + 1, last: now });
  }
}

/** A key can be as long as a header; its place in memory must not. */
function pairOf(key: string, place: string): string {
  return `${key.slice(0, 100)} ${place}`;
}

/**
 * The network that an address is counted under. One IPv6 customer has 2^64 addresses: the network counts, not the
 * address.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%', 1)[0]!.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const groups = [...front, ...Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
