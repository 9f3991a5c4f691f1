import { describe, expect, test } from '@jest/globals';
import type { LtiStore } from '../../../lti-tool/store/index.js';
import { column, eachOnFreshStore, instant, type LtiStoreFactory, nord, sued } from './factory.js';

/** What every adapter must do with grade columns. */
export function gradeColumnContract(open: LtiStoreFactory): void {
  describe('grade columns', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const link = { platform: 'p1', deploymentId: 'd1', resourceLinkId: 'l1' };
    const claim = (minute: number, lease: string) =>
      store.columns.claimColumn(nord, link, {
        lease: { id: lease, until: instant(minute + 2) },
        now: instant(minute),
      });

    test('there is one for each link, found by it and by its address, in its organisation', async () => {
      await store.columns.recordColumn(nord, column());
      await store.columns.recordColumn(nord, column({ url: 'https://lms.example/items/1', make: false }));
      await store.columns.recordColumn(
        nord,
        column({ resourceLinkId: 'l0', queueKey: 'other', url: 'https://lms.example/items/1' }),
      );
      const { container: _none, ...bare } = column({ deploymentId: 'd2' });
      await store.columns.recordColumn(nord, bare);
      expect(await store.columns.findColumn(nord, link)).toEqual(
        column({ url: 'https://lms.example/items/1', make: false }),
      );
      expect(await store.columns.findColumn(nord, { ...link, deploymentId: 'd2' })).toEqual(bare);
      expect(await store.columns.findColumnByUrl(nord, 'p1', 'https://lms.example/items/1')).toMatchObject({
        resourceLinkId: 'l0',
      });
      expect(await store.columns.findColumnByUrl(nord, 'p1', 'https://lms.example/items/2')).toBeUndefined();
      expect(await store.columns.findColumnByUrl(nord, 'p2', 'https://lms.example/items/1')).toBeUndefined();
      expect(await store.columns.findColumn(sued, link)).toBeUndefined();
      expect(await store.columns.findColumnByUrl(sued, 'p1', 'https://lms.example/items/1')).toBeUndefined();
    });

    test('one of many gets to look it up, until its claim has run out', async () => {
      expect(await claim(0, 'a')).toBe(false);
      await store.columns.recordColumn(nord, column());
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => claim(0, `c${index}`)));
      expect(answers.filter((answer) => answer)).toHaveLength(1);
      await store.columns.recordColumn(nord, column({ url: 'https://lms.example/items/9' }));
      expect(await claim(1, 'b')).toBe(false);
      expect(await claim(2, 'b')).toBe(true);
      const moved = { before: 'https://lms.example/items/9', found: 'https://lms.example/items/1' };
      expect(await store.columns.settleColumn(nord, link, 'c0', moved)).toBe(false);
      expect(await store.columns.settleColumn(sued, link, 'b', moved)).toBe(false);
      expect(await store.columns.settleColumn(nord, link, 'b', moved)).toBe(true);
      expect(await store.columns.findColumn(nord, link)).toEqual(column({ url: 'https://lms.example/items/1' }));
      expect(await claim(2, 'd')).toBe(true);
      expect(await store.columns.settleColumn(nord, link, 'd', { before: moved.found, found: undefined })).toBe(true);
      expect(await store.columns.findColumn(nord, link)).toEqual(column());
    });

    test('a claim that is repeated is still held, and settled once', async () => {
      await store.columns.recordColumn(nord, column());
      expect(await claim(0, 'a')).toBe(true);
      expect(await claim(0, 'a')).toBe(true);
      const finding = { before: undefined, found: 'https://lms.example/items/1' };
      expect(await store.columns.settleColumn(nord, link, 'a', finding)).toBe(true);
      await store.columns.recordColumn(nord, column({ url: 'https://lms.example/items/2' }));
      expect(
        await store.columns.settleColumn(nord, link, 'a', { before: 'https://lms.example/items/2', found: undefined }),
      ).toBe(true);
      expect(await store.columns.findColumn(nord, link)).toEqual(column({ url: 'https://lms.example/items/2' }));
      expect(await claim(0, 'b')).toBe(true);
      expect(await store.columns.settleColumn(nord, link, 'a', finding)).toBe(false);
    });

    test('a claim that a clock has given for a year is over once the clock is right', async () => {
      await store.columns.recordColumn(nord, column());
      expect(await claim(366 * 24 * 60, 'ahead')).toBe(true);
      expect(await claim(0, 'a')).toBe(true);
    });

    test('a launch that names no URL takes none away, also when it is found at the same time', async () => {
      const url = 'https://lms.example/items/1';
      expect(await store.columns.recordColumn(nord, column())).toBe('place:l1');
      expect(await claim(0, 'a')).toBe(true);
      expect(
        await Promise.all([
          store.columns.recordColumn(nord, column({ queueKey: 'another', make: false })),
          store.columns.settleColumn(nord, link, 'a', { before: undefined, found: url }),
          store.columns.recordColumn(nord, column({ queueKey: 'another' })),
        ]),
      ).toEqual(['place:l1', true, 'place:l1']);
      expect(await store.columns.findColumn(nord, link)).toEqual(column({ url }));
      expect(
        await store.columns.recordColumn(nord, column({ queueKey: 'another', url: 'https://lms.example/items/2' })),
      ).toBe('another');
      expect(await store.columns.findColumn(nord, link)).toEqual(
        column({ queueKey: 'another', url: 'https://lms.example/items/2' }),
      );
    });

    test.each(['https://lms.example/items/1', undefined])(
      'a URL that a launch names stays, whatever a look-up that began before it comes to: %s',
      async (found) => {
        await store.columns.recordColumn(nord, column());
        expect(await claim(0, 'a')).toBe(true);
        expect(
          await Promise.all([
            store.columns.recordColumn(nord, column({ url: 'https://lms.example/items/2' })),
            store.columns.settleColumn(nord, link, 'a', { before: undefined, found }),
          ]),
        ).toEqual(['place:l1', true]);
        expect(await store.columns.findColumn(nord, link)).toEqual(column({ url: 'https://lms.example/items/2' }));
        expect(await claim(0, 'b')).toBe(true);
      },
    );
  });
}
