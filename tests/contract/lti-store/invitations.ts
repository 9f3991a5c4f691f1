import { describe, expect, test } from '@jest/globals';
import type { LtiStore } from '../../../lti-tool/store/index.js';
import { eachOnFreshStore, instant, type LtiStoreFactory, nord, platform, sued } from './factory.js';

/** What every adapter must do with invitations. */
export function invitationContract(open: LtiStoreFactory): void {
  describe('invitations', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const invitation = (overrides: object = {}) => ({
      secretHash: 'h1',
      organisation: nord,
      created: instant(0),
      expires: instant(50),
      ...overrides,
    });
    const reservation = (overrides: object = {}) => ({
      secretHash: 'h1',
      reservation: 'r1',
      tokenHash: 't1',
      now: instant(1),
      until: instant(2),
      ...overrides,
    });

    test('one of many tries gets an invitation, until its time is over', async () => {
      await store.invitations.addInvitation(invitation());
      const answers = await Promise.all(
        ['r1', 'r2', 'r3'].map((name) => store.invitations.reserveInvitation(reservation({ reservation: name }))),
      );
      expect(answers).toEqual([{ kind: 'reserved', organisation: nord }, { kind: 'busy' }, { kind: 'busy' }]);
      expect(
        await store.invitations.reserveInvitation(
          reservation({ reservation: 'r4', now: instant(2), until: instant(3) }),
        ),
      ).toEqual({ kind: 'reserved', organisation: nord });
      expect(await store.invitations.redeemInvitation('h1', 'r1', platform())).toBe('lost');
      expect(await store.invitations.redeemInvitation('h1', 'r4', platform())).toBe('redeemed');
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform());
      expect(await store.invitations.findInvitation('h1')).toEqual(invitation({ platform: 'p1' }));
      expect(await store.invitations.redeemInvitation('h1', 'r4', platform({ id: 'p2', clientId: 'c2' }))).toBe('lost');
      expect(await store.platforms.listPlatforms(nord)).toHaveLength(1);
    });

    test('says why it does not serve', async () => {
      await store.invitations.addInvitation(invitation());
      expect(await store.invitations.reserveInvitation(reservation({ secretHash: 'other' }))).toEqual({
        kind: 'unknown',
      });
      expect(await store.invitations.reserveInvitation(reservation({ now: instant(50), until: instant(51) }))).toEqual({
        kind: 'expired',
      });
      await store.invitations.reserveInvitation(reservation());
      await store.invitations.redeemInvitation('h1', 'r1', platform());
      expect(await store.invitations.reserveInvitation(reservation({ now: instant(5), until: instant(6) }))).toEqual({
        kind: 'redeemed',
      });
      await store.invitations.releaseInvitation('h1', 'r1');
      expect(await store.invitations.reserveInvitation(reservation({ now: instant(5), until: instant(6) }))).toEqual({
        kind: 'redeemed',
      });
      expect(await store.invitations.findInvitation('other')).toBeUndefined();
    });

    test('a registration token serves one of them, unless the try came to nothing', async () => {
      await store.invitations.addInvitation(invitation());
      await store.invitations.addInvitation(invitation({ secretHash: 'h2', organisation: sued }));
      await store.invitations.reserveInvitation(reservation());
      expect(await store.invitations.reserveInvitation(reservation({ secretHash: 'h2', reservation: 'r2' }))).toEqual({
        kind: 'token-used',
      });
      await store.invitations.releaseInvitation('h1', 'other');
      expect(await store.invitations.reserveInvitation(reservation({ secretHash: 'h2', reservation: 'r2' }))).toEqual({
        kind: 'token-used',
      });
      await store.invitations.releaseInvitation('h1', 'r1');
      expect(await store.invitations.reserveInvitation(reservation({ secretHash: 'h2', reservation: 'r2' }))).toEqual({
        kind: 'reserved',
        organisation: sued,
      });
      expect(await store.invitations.redeemInvitation('h2', 'r2', platform({ organisation: sued }))).toBe('redeemed');
      expect(await store.invitations.reserveInvitation(reservation({ now: instant(9), until: instant(10) }))).toEqual({
        kind: 'token-used',
      });
      expect(
        await store.invitations.reserveInvitation({
          secretHash: 'h1',
          reservation: 'r3',
          now: instant(9),
          until: instant(10),
        }),
      ).toEqual({ kind: 'reserved', organisation: nord });
    });

    test('a try that repeats what it asked for is answered as before', async () => {
      await store.invitations.addInvitation(invitation());
      const reserved = { kind: 'reserved', organisation: nord };
      expect(await store.invitations.reserveInvitation(reservation())).toEqual(reserved);
      await store.invitations.addInvitation(invitation());
      expect(await store.invitations.reserveInvitation(reservation())).toEqual(reserved);
      expect(await store.invitations.redeemInvitation('h1', 'r1', platform())).toBe('redeemed');
      await store.platforms.changePlatform(nord, 'p1', { name: 'Renamed' });
      expect(await store.invitations.redeemInvitation('h1', 'r1', platform())).toBe('redeemed');
      expect(await store.invitations.redeemInvitation('h1', 'r2', platform())).toBe('lost');
      expect(await store.platforms.listPlatforms(nord)).toEqual([platform({ name: 'Renamed' })]);
    });

    test('a try that a clock has put off for a year is over once the clock is right', async () => {
      await store.invitations.addInvitation(invitation());
      await store.invitations.reserveInvitation(reservation({ until: instant(366 * 24 * 60) }));
      expect(await store.invitations.reserveInvitation(reservation({ reservation: 'r2' }))).toEqual({
        kind: 'reserved',
        organisation: nord,
      });
    });

    test('a platform that is there already leaves the invitation as it was', async () => {
      await store.platforms.addPlatform(platform());
      await store.invitations.addInvitation(invitation());
      await store.invitations.reserveInvitation(reservation());
      expect(await store.invitations.redeemInvitation('h1', 'r1', platform({ id: 'p2' }))).toBe('conflict');
      expect(await store.invitations.findInvitation('h1')).toEqual(invitation());
      expect(await store.invitations.redeemInvitation('h1', 'r1', platform({ id: 'p2', clientId: 'c2' }))).toBe(
        'redeemed',
      );
    });

    test('those long expired are forgotten when one is added', async () => {
      await store.invitations.addInvitation(invitation());
      await store.invitations.addInvitation(
        invitation({ secretHash: 'h2', created: instant(50 + 24 * 60), expires: instant(9999) }),
      );
      expect(await store.invitations.findInvitation('h1')).toBeUndefined();
      expect(await store.invitations.findInvitation('h2')).toBeDefined();
    });
  });
}
