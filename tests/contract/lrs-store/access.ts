import { describe, expect, test } from '@jest/globals';
import { type Credential, type Grant, organisationId } from '../../../lrs/store/index.js';
import { at, type LrsStoreFactory, nordwerk, suedwerk, withStore } from './factory.js';

/** What every adapter must do with organisations, credentials and grants. */
export function accessContract(open: LrsStoreFactory): void {
  const nobody = organisationId('nobody')!;
  const credential: Credential = {
    key: 'k1',
    organisation: nordwerk,
    secretHash: 'ab'.repeat(32),
    scopes: ['statements/write', 'state'],
    label: 'Moodle Nordwerk',
    created: at(1),
  };
  const grant: Grant = {
    tokenHash: 'cd'.repeat(32),
    organisation: nordwerk,
    scopes: ['all'],
    expires: at(1000),
    actor: '{"mbox":"mailto:a@example.org"}',
    activity: 'https://a.example/d1',
    session: '{"person":"p"}',
  };

  describe('access', () => {
    test('an organisation that exists stays as it is', () =>
      withStore(open, async ({ access }) => {
        expect(await access.createOrganisation({ id: nordwerk, name: 'Another name', created: at(9) })).toEqual({
          id: nordwerk,
          name: 'nordwerk',
          created: at(0),
        });
        expect(await access.findOrganisation(nobody)).toBeUndefined();
        expect((await access.listOrganisations()).map(({ id }) => id)).toEqual([nordwerk, suedwerk]);
        const added = { id: organisationId('a-betrieb')!, name: 'Ä-Betrieb', created: at(5) };
        expect(await access.createOrganisation(added)).toEqual(added);
        expect(await access.findOrganisation(added.id)).toEqual(added);
        expect((await access.listOrganisations()).map(({ id }) => id)).toEqual([added.id, nordwerk, suedwerk]);
      }));

    test('a credential is found by its key and revoked by its organisation alone', () =>
      withStore(open, async ({ access }) => {
        await access.addCredential(credential);
        expect(await access.findCredential('k1')).toEqual(credential);
        expect(await access.findCredential('K1')).toBeUndefined();
        expect(await access.revokeCredential(suedwerk, 'k1', at(2))).toBe(false);
        expect(await access.revokeCredential(nordwerk, 'k2', at(2))).toBe(false);
        expect(await access.findCredential('k1')).toEqual(credential);
        expect(await access.revokeCredential(nordwerk, 'k1', at(2))).toBe(true);
        expect(await access.revokeCredential(nordwerk, 'k1', at(3))).toBe(true);
        expect(await access.findCredential('k1')).toEqual({ ...credential, revoked: at(2) });
      }));

    test('a rotated credential has the new secret, and the one before it until an instant', () =>
      withStore(open, async ({ access }) => {
        const limited: Credential = {
          ...credential,
          actor: '{"mbox":"mailto:a@example.org"}',
          activity: 'https://a.example/d1',
          software: 'ilias',
        };
        await access.addCredential(limited);
        expect(await access.findCredential('k1')).toEqual(limited);
        expect(await access.rotateCredential(suedwerk, 'k1', '11'.repeat(32), at(5))).toBe(false);
        expect(await access.rotateCredential(nordwerk, 'k2', '11'.repeat(32), at(5))).toBe(false);
        expect(await access.findCredential('k1')).toEqual(limited);
        expect(await access.rotateCredential(nordwerk, 'k1', '11'.repeat(32), at(5))).toBe(true);
        expect(await access.rotateCredential(nordwerk, 'k1', '22'.repeat(32), at(9))).toBe(true);
        const rotated: Credential = {
          ...limited,
          secretHash: '22'.repeat(32),
          former: { secretHash: '11'.repeat(32), until: at(9) },
        };
        expect(await access.findCredential('k1')).toEqual(rotated);
        expect(await access.listCredentials(nordwerk)).toEqual([rotated]);
        await access.revokeCredential(nordwerk, 'k1', at(6));
        expect(await access.rotateCredential(nordwerk, 'k1', '33'.repeat(32), at(9))).toBe(false);
        expect(await access.findCredential('k1')).toEqual({ ...rotated, revoked: at(6) });
      }));

    test('credentials are listed per organisation, by key', () =>
      withStore(open, async ({ access }) => {
        for (const key of ['b', 'c', 'a']) await access.addCredential({ ...credential, key });
        await access.addCredential({ ...credential, key: 'd', organisation: suedwerk });
        expect((await access.listCredentials(nordwerk)).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
        expect(await access.listCredentials(suedwerk)).toEqual([{ ...credential, key: 'd', organisation: suedwerk }]);
        expect(await access.listCredentials(nobody)).toEqual([]);
      }));

    test('neither a taken key or token nor an unknown organisation is accepted', () =>
      withStore(open, async ({ access }) => {
        await access.addCredential(credential);
        await access.addGrant(grant);
        await expect(access.addCredential({ ...credential, organisation: suedwerk })).rejects.toMatchObject({
          code: 'conflict',
        });
        await expect(access.addGrant({ ...grant, organisation: suedwerk })).rejects.toMatchObject({ code: 'conflict' });
        await expect(access.addCredential({ ...credential, key: 'k2', organisation: nobody })).rejects.toMatchObject({
          code: 'not-found',
        });
        await expect(
          access.addGrant({ ...grant, tokenHash: 'ef'.repeat(32), organisation: nobody }),
        ).rejects.toMatchObject({ code: 'not-found' });
        expect(await access.findCredential('k1')).toEqual(credential);
        expect(await access.findGrant(grant.tokenHash)).toEqual(grant);
      }));

    test("an organisation's grants are listed by token, expired ones too, some at a time", () =>
      withStore(open, async ({ access }) => {
        for (const name of ['03', '01', '02']) await access.addGrant({ ...grant, tokenHash: name.repeat(32) });
        await access.addGrant({ ...grant, tokenHash: '04'.repeat(32), organisation: suedwerk });
        const hashes = async (page: Parameters<typeof access.listGrants>[1]) =>
          (await access.listGrants(nordwerk, page)).map(({ tokenHash }) => tokenHash.slice(0, 2));
        expect(await hashes({ limit: 9 })).toEqual(['01', '02', '03']);
        expect(await hashes({ limit: 2 })).toEqual(['01', '02']);
        expect(await hashes({ limit: 2, after: '02'.repeat(32) })).toEqual(['03']);
        expect(await access.listGrants(suedwerk, { limit: 9 })).toEqual([
          { ...grant, tokenHash: '04'.repeat(32), organisation: suedwerk },
        ]);
        expect(await access.listGrants(nobody, { limit: 9 })).toEqual([]);
      }));

    test('a credential is removed by its organisation alone', () =>
      withStore(open, async ({ access }) => {
        await access.addCredential({ ...credential, actor: '{"mbox":"mailto:a@example.org"}' });
        expect(await access.removeCredential(suedwerk, 'k1')).toBe(false);
        expect(await access.removeCredential(nordwerk, 'k1')).toBe(true);
        expect(await access.findCredential('k1')).toBeUndefined();
        expect(await access.removeCredential(nordwerk, 'k1')).toBe(false);
      }));

    test('a grant is found until it is revoked or forgotten', () =>
      withStore(open, async ({ access }) => {
        const unbound: Grant = {
          tokenHash: '01'.repeat(32),
          organisation: nordwerk,
          scopes: ['state'],
          expires: at(2000),
          actor: grant.actor,
          session: '{}',
        };
        await access.addGrant(grant);
        await access.addGrant(unbound);
        expect(await access.findGrant(unbound.tokenHash)).toEqual(unbound);
        expect(await access.removeExpiredGrants(at(1000))).toBe(0);
        expect(await access.removeExpiredGrants(at(1001))).toBe(1);
        expect(await access.findGrant(grant.tokenHash)).toBeUndefined();
        await access.revokeGrant(unbound.tokenHash);
        await access.revokeGrant(unbound.tokenHash);
        expect(await access.findGrant(unbound.tokenHash)).toBeUndefined();
      }));
  });
}
