import { describe, expect, test } from '@jest/globals';
import { at, type LrsStoreFactory, withStore } from './factory.js';

/** What every adapter must do with leases. */
export function leaseContract(open: LrsStoreFactory): void {
  const lease = (holder: string, now: number, until: number, name = 'forward x') => ({
    name,
    holder,
    now: at(now),
    until: at(until),
  });

  describe('leases', () => {
    test('have one holder until they end, are given back, or are prolonged', () =>
      withStore(open, async ({ leases }) => {
        expect(await leases.acquire(lease('a', 0, 100))).toBe(true);
        expect(await leases.acquire(lease('b', 99, 200))).toBe(false);
        expect(await leases.acquire(lease('b', 0, 100, 'forward y'))).toBe(true);
        expect(await leases.acquire(lease('a', 50, 150))).toBe(true);
        expect(await leases.acquire(lease('b', 149, 200))).toBe(false);
        expect(await leases.acquire(lease('b', 150, 200))).toBe(true);
        expect(await leases.acquire(lease('a', 160, 300))).toBe(false);
        await leases.release('forward x', 'a');
        expect(await leases.acquire(lease('a', 160, 300))).toBe(false);
        await leases.release('forward x', 'b');
        await leases.release('forward x', 'b');
        expect(await leases.acquire(lease('a', 160, 300))).toBe(true);
      }));

    test('that many want at once go to one', () =>
      withStore(open, async ({ leases }) => {
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, index) => leases.acquire(lease(`holder ${index}`, 0, 100))),
        );
        expect(taken.filter((each) => each)).toHaveLength(1);
      }));
  });
}
