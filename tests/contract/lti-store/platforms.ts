import { describe, expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { DeploymentVerdict, LtiStore, Platform } from '../../../lti-tool/store/index.js';
import { eachOnFreshStore, instant, type LtiStoreFactory, nord, platform, sued } from './factory.js';

/** What every adapter must do with platforms and their deployments. */
export function platformContract(open: LtiStoreFactory): void {
  describe('platforms', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    test('are found by client, by issuer, by id and by organisation, oldest first', async () => {
      const first = platform();
      const second = platform({
        id: 'p2',
        clientId: 'c2',
        organisation: sued,
        created: instant(1),
        authorizationServer: 'https://lms.example',
        kind: 'ilias',
        active: false,
        deploymentIds: ['1', '2'],
      });
      expect(await store.platforms.addPlatform(second)).toBe(true);
      expect(await store.platforms.addPlatform(first)).toBe(true);
      expect(await store.platforms.findPlatformByClient('https://lms.example', 'c2')).toEqual(second);
      expect(await store.platforms.findPlatformByClient('https://lms.example', 'c3')).toBeUndefined();
      expect(await store.platforms.listPlatformsByIssuer('https://lms.example')).toEqual([first, second]);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(first);
      expect(await store.platforms.findPlatform(sued, 'p1')).toBeUndefined();
      expect(await store.platforms.listPlatforms(sued)).toEqual([second]);
    });

    test('of one issuer and one instant are listed by organisation and id, whichever came first', async () => {
      const later = platform({ id: 'p1', clientId: 'c1', organisation: sued });
      const earlier = platform({ id: 'p2', clientId: 'c2', organisation: nord });
      await store.platforms.addPlatform(later);
      await store.platforms.addPlatform(earlier);
      expect(await store.platforms.listPlatformsByIssuer('https://lms.example')).toEqual([earlier, later]);
    });

    test('one issuer and client id belong to one registration, whoever comes second', async () => {
      await store.platforms.addPlatform(platform());
      expect(await store.platforms.addPlatform(platform({ id: 'p2', organisation: sued }))).toBe(false);
      expect(await store.platforms.listPlatforms(sued)).toEqual([]);
    });

    test("one that is added again is the same, whatever has been changed since; its id is nobody else's", async () => {
      expect(await store.platforms.addPlatform(platform())).toBe(true);
      await store.platforms.changePlatform(nord, 'p1', { active: false });
      expect(await store.platforms.addPlatform(platform())).toBe(true);
      expect(await store.platforms.addPlatform(platform({ clientId: 'c2' }))).toBe(false);
      expect(await store.platforms.listPlatforms(nord)).toEqual([platform({ active: false })]);
    });

    test('change within their organisation alone', async () => {
      await store.platforms.addPlatform(platform());
      expect(await store.platforms.changePlatform(sued, 'p1', { active: false })).toBe(false);
      expect(await store.platforms.changePlatform(nord, 'p1', { active: false, name: 'Moodle' })).toBe(true);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform({ active: false, name: 'Moodle' }));
    });
  });

  describe('the deployment of a launch', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const openPlatform = (overrides: Partial<Platform> = {}): Platform =>
      platform({ deploymentIds: [], firstDeploymentUntil: instant(10), ...overrides });

    test('is the first one where the platform named none, and then nobody else is', async () => {
      await store.platforms.addPlatform(openPlatform());
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((id) => store.platforms.meetDeployment(nord, 'p1', id, instant(1))),
      );
      expect(answers).toEqual(['accepted', 'requested', 'requested']);
      expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(30))).toBe('accepted');
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(
        openPlatform({ deploymentIds: ['a'], requestedDeploymentIds: ['b', 'c'] }),
      );
    });

    test('comes too late, or from elsewhere: the organisation decides', async () => {
      await store.platforms.addPlatform(openPlatform());
      await store.platforms.addPlatform(platform({ id: 'p2', clientId: 'c2' }));
      expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(10))).toBe('requested');
      expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(11))).toBe('requested');
      expect(await store.platforms.meetDeployment(nord, 'p2', 'd2', instant(1))).toBe('requested');
      expect(await store.platforms.meetDeployment(sued, 'p2', 'd1', instant(1))).toBe('requested');
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(openPlatform({ requestedDeploymentIds: ['a'] }));
    });

    const decide = (
      organisation: OrganisationId,
      id: string,
      deploymentId: string,
      verdict: DeploymentVerdict,
    ): Promise<boolean> => store.platforms.decideDeployment(organisation, id, { id: newUuid(), deploymentId, verdict });

    const waiting = async (...ids: string[]): Promise<void> => {
      await store.platforms.addPlatform(platform());
      for (const id of ids) await store.platforms.meetDeployment(nord, 'p1', id, instant(1));
    };

    test('is accepted or declined, once, and may be requested again where it was declined', async () => {
      await waiting('a', 'b');
      expect(await decide(nord, 'p1', 'a', 'accept')).toBe(true);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(
        platform({ deploymentIds: ['d1', 'a'], requestedDeploymentIds: ['b'] }),
      );
      expect(await decide(nord, 'p1', 'b', 'decline')).toBe(true);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'a'] }));
      for (const id of ['a', 'b', 'd1', 'made-up']) expect(await decide(nord, 'p1', id, 'accept')).toBe(false);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'a'] }));
      expect(await store.platforms.meetDeployment(nord, 'p1', 'b', instant(1))).toBe('requested');
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(
        platform({ deploymentIds: ['d1', 'a'], requestedDeploymentIds: ['b'] }),
      );
    });

    test('decisions about several at once all hold, whatever else changes meanwhile', async () => {
      await waiting('a', 'b', 'c');
      const { platforms } = store;
      expect(
        await Promise.all([
          decide(nord, 'p1', 'a', 'accept'),
          decide(nord, 'p1', 'b', 'decline'),
          platforms.meetDeployment(nord, 'p1', 'e', instant(1)),
          platforms.changePlatform(nord, 'p1', { active: false }),
          decide(nord, 'p1', 'c', 'accept'),
          platforms.changePlatform(nord, 'p1', { name: 'Moodle' }),
        ]),
      ).toEqual([true, true, 'requested', true, true, true]);
      expect(await platforms.findPlatform(nord, 'p1')).toEqual(
        platform({ deploymentIds: ['d1', 'a', 'c'], requestedDeploymentIds: ['e'], active: false, name: 'Moodle' }),
      );
    });

    test('of two decisions about the same one the first counts', async () => {
      await waiting('a', 'b');
      expect(
        await Promise.all([
          decide(nord, 'p1', 'a', 'decline'),
          decide(nord, 'p1', 'a', 'accept'),
          decide(nord, 'p1', 'b', 'accept'),
          decide(nord, 'p1', 'b', 'accept'),
        ]),
      ).toEqual([true, false, true, false]);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'b'] }));
    });

    test('a decision that is repeated counts once, whatever has happened since', async () => {
      await waiting('a');
      const declined = { id: 'one', deploymentId: 'a', verdict: 'decline' } as const;
      expect(await store.platforms.decideDeployment(nord, 'p1', declined)).toBe(true);
      expect(await store.platforms.decideDeployment(nord, 'p1', declined)).toBe(true);
      await store.platforms.meetDeployment(nord, 'p1', 'a', instant(2));
      expect(await decide(nord, 'p1', 'a', 'accept')).toBe(true);
      expect(await store.platforms.decideDeployment(nord, 'p1', declined)).toBe(true);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'a'] }));
    });

    test('that was requested too late and is accepted after all awaits no decision any more', async () => {
      await store.platforms.addPlatform(openPlatform());
      await store.platforms.meetDeployment(nord, 'p1', 'a', instant(10));
      // The clock was set back.
      expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(9))).toBe('accepted');
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(openPlatform({ deploymentIds: ['a'] }));
    });

    test("is no other organisation's to decide about", async () => {
      await waiting('a');
      await store.platforms.addPlatform(platform({ id: 'p1', clientId: 'c2', organisation: sued }));
      expect(await decide(sued, 'p1', 'a', 'accept')).toBe(false);
      expect(await decide(nord, 'p2', 'a', 'accept')).toBe(false);
      expect(await store.platforms.findPlatform(nord, 'p1')).toEqual(platform({ requestedDeploymentIds: ['a'] }));
    });

    test('no more than ten wait for a decision', async () => {
      await store.platforms.addPlatform(platform());
      for (let number = 0; number < 12; number += 1)
        await store.platforms.meetDeployment(nord, 'p1', `x${number}`, instant(1));
      expect((await store.platforms.findPlatform(nord, 'p1'))!.requestedDeploymentIds).toHaveLength(10);
    });
  });
}
