import { describe, expect, test } from '@jest/globals';
import type { LtiStore, SigningKey } from '../../../lti-tool/store/index.js';
import { eachOnFreshStore, instant, type LtiStoreFactory, nord, sued } from './factory.js';

/** What every adapter must do with signing keys. */
export function signingKeyContract(open: LtiStoreFactory): void {
  describe('signing keys', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const key = (overrides: Partial<SigningKey> = {}): SigningKey => ({
      kid: 'k1',
      organisation: nord,
      sealed: 'x',
      created: instant(0),
      signsFrom: instant(0),
      ...overrides,
    });

    test('one of many successors takes the place of the newest key; the others end', async () => {
      expect(await store.signingKeys.addSigningKey(key(), { after: undefined })).toBe(true);
      expect(await store.signingKeys.addSigningKey(key({ kid: 'k2' }), { after: undefined })).toBe(false);
      expect(
        await store.signingKeys.addSigningKey(key({ kid: 'other', organisation: sued }), { after: undefined }),
      ).toBe(true);
      const answers = await Promise.all(
        ['k3', 'k4'].map((kid) =>
          store.signingKeys.addSigningKey(key({ kid, created: instant(5), signsFrom: instant(6) }), {
            after: 'k1',
            othersUntil: instant(9),
          }),
        ),
      );
      expect(answers).toEqual([true, false]);
      expect(await store.signingKeys.listSigningKeys(nord)).toEqual([
        key({ publishedUntil: instant(9) }),
        key({ kid: 'k3', created: instant(5), signsFrom: instant(6) }),
      ]);
      expect(await store.signingKeys.listSigningKeys(sued)).toEqual([key({ kid: 'other', organisation: sued })]);
    });

    test('a key that is added again stays as it is, also when it has a successor', async () => {
      await store.signingKeys.addSigningKey(key(), { after: undefined });
      const succession = { after: 'k1', othersUntil: instant(9) };
      const second = key({ kid: 'k2', created: instant(1) });
      expect(await store.signingKeys.addSigningKey(second, succession)).toBe(true);
      await store.signingKeys.addSigningKey(key({ kid: 'k3', created: instant(2) }), {
        after: 'k2',
        othersUntil: instant(20),
      });
      const keys = await store.signingKeys.listSigningKeys(nord);
      expect(await store.signingKeys.addSigningKey(second, { ...succession, othersUntil: instant(5) })).toBe(true);
      expect(await store.signingKeys.listSigningKeys(nord)).toEqual(keys);
    });

    test('an end comes earlier, never later', async () => {
      await store.signingKeys.addSigningKey(key(), { after: undefined });
      await store.signingKeys.addSigningKey(key({ kid: 'k2', created: instant(1) }), {
        after: 'k1',
        othersUntil: instant(9),
      });
      await store.signingKeys.addSigningKey(key({ kid: 'k3', created: instant(2) }), {
        after: 'k2',
        othersUntil: instant(20),
      });
      expect((await store.signingKeys.listSigningKeys(nord)).map(({ publishedUntil }) => publishedUntil)).toEqual([
        instant(9),
        instant(20),
        undefined,
      ]);
      await store.signingKeys.addSigningKey(key({ kid: 'k4', created: instant(3) }), {
        after: 'k3',
        othersUntil: instant(3),
      });
      expect((await store.signingKeys.listSigningKeys(nord)).map(({ publishedUntil }) => publishedUntil)).toEqual([
        instant(3),
        instant(3),
        instant(3),
        undefined,
      ]);
    });

    test('are published until they end, and then removed', async () => {
      await store.signingKeys.addSigningKey(key(), { after: undefined });
      await store.signingKeys.addSigningKey(key({ kid: 'k2', organisation: sued, created: instant(1) }), {
        after: undefined,
      });
      await store.signingKeys.addSigningKey(key({ kid: 'k3', created: instant(2) }), {
        after: 'k1',
        othersUntil: instant(9),
      });
      expect((await store.signingKeys.listPublishedSigningKeys(instant(8))).map(({ kid }) => kid)).toEqual([
        'k1',
        'k2',
        'k3',
      ]);
      expect((await store.signingKeys.listPublishedSigningKeys(instant(9))).map(({ kid }) => kid)).toEqual([
        'k2',
        'k3',
      ]);
      await store.signingKeys.removeEndedSigningKeys(instant(8));
      expect((await store.signingKeys.listSigningKeys(nord)).map(({ kid }) => kid)).toEqual(['k1', 'k3']);
      await store.signingKeys.removeEndedSigningKeys(instant(9));
      expect((await store.signingKeys.listSigningKeys(nord)).map(({ kid }) => kid)).toEqual(['k3']);
    });

    test("a platform's own key does not count as the organisation's", async () => {
      await store.signingKeys.addSigningKey(key({ kid: 'own', platform: 'p1' }), { after: undefined });
      expect(await store.signingKeys.addSigningKey(key({ created: instant(1) }), { after: undefined })).toBe(true);
      expect((await store.signingKeys.listSigningKeys(nord)).map(({ platform: of }) => of)).toEqual(['p1', undefined]);
    });
  });
}
