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
        expect(await leases.acquireLease(lease('a', 0, 100))).toBe(true);
        expect(await leases.acquireLease(lease('b', 99, 200))).toBe(false);
        expect(await leases.acquireLease(lease('b', 0, 100, 'forward y'))).toBe(true);
        expect(await leases.acquireLease(lease('a', 50, 150))).toBe(true);
        expect(await leases.acquireLease(lease('b', 149, 200))).toBe(false);
        expect(await leases.acquireLease(lease('b', 150, 200))).toBe(true);
        expect(await leases.acquireLease(lease('a', 160, 300))).toBe(false);
        await leases.releaseLease('forward x', 'a');
        expect(await leases.acquireLease(lease('a', 160, 300))).toBe(false);
        await leases.releaseLease('forward x', 'b');
        await leases.releaseLease('forward x', 'b');
        expect(await leases.acquireLease(lease('a', 160, 300))).toBe(true);
      }));

    test('that many want at once go to one', () =>
      withStore(open, async ({ leases }) => {
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, index) => leases.acquireLease(lease(`holder ${index}`, 0, 100))),
        );
        expect(taken.filter((each) => each)).toHaveLength(1);
      }));
  });
}
