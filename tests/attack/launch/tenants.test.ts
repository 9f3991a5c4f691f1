import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { organisationId } from '../../../lrs/store/index.js';
import type { Platform } from '../../../lti-tool/store/index.js';
import { type LtiTool, nord, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import { claim, type PlatformPeer } from '../../support/platform-peer.js';
import { expectRefused } from '../../support/refused-launch.js';

const sued = organisationId('suedwerk')!;
const west = organisationId('westwerk')!;
const linkTo = (clientId: string): string => `${publicUrl}/lti/launch?client_id=${encodeURIComponent(clientId)}`;
const severalOrganisations = {
  reason: 'login: without client_id, and registrations of several organisations fit',
  code: 'ambiguous-platform',
  status: 400,
};

/**
 * Organisations that share a hosted LMS, and so its issuer, and logins without `client_id` (optional by LTI 1.3 §4.1.3):
 * nord has accepted the deployment 1, sued the deployments 2 and 3, west none yet.
 */
describe('attacks between organisations that share an LMS', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let theirs: Platform;
  let open: Platform;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeAll(async () => {
    for (const id of [sued, west]) await tool.lrs.access.createOrganisation({ id, name: id });
    theirs = await tool.platforms.register(sued, {
      ...peer.registration,
      clientId: 'client-sued',
      deploymentIds: ['2', '3'],
    });
    open = await tool.platforms.draft(west, {
      ...peer.registration,
      clientId: 'client-west',
      deploymentIds: [],
      firstDeploymentUntil: new Date(tool.clock.now() + 3_600_000).toISOString(),
    });
    await tool.store.platforms.addPlatform(open);
  });
  beforeEach(async () => {
    for (const { organisation, id } of [tool.platform, theirs])
      await tool.platforms.change(organisation, id, { active: true });
  });

  /** A login that leaves its client open. */
  const login = (deployment: string | undefined, target?: string) => ({
    client_id: undefined,
    lti_deployment_id: deployment,
    ...(target === undefined ? {} : { target_link_uri: target }),
  });
  const begin =
    (...parameters: Parameters<typeof login>) =>
    () =>
      tool.get('/lti/login', tool.initiation(login(...parameters)));
  const clientOf = async (...parameters: Parameters<typeof login>): Promise<string | null> =>
    (await tool.begin(login(...parameters))).next.searchParams.get('client_id');

  test('a deployment leads to the one organisation that has accepted it', async () => {
    expect([await clientOf('1'), await clientOf('2'), await clientOf('3')]).toEqual([
      peer.clientId,
      'client-sued',
      'client-sued',
    ]);
    const begun = await tool.begin(login('2'));
    const opened = await tool.sessionOf(
      await tool.answer(
        begun,
        await peer.sign(
          peer.claims(begun.nonce, {
            aud: 'client-sued',
            [claim('deployment_id')]: '2',
            [claim('custom')]: { page: 'matrix' },
          }),
        ),
      ),
    );
    expect(opened.session).toMatchObject({ platformId: theirs.id, deploymentId: '2' });
    expect((await tool.lrs.access.resolveToken(opened.token)).organisation).toBe(sued);
  });

  test("a login for one organisation's deployment opens no other's, whatever the LMS answers", async () => {
    for (const answer of [
      { aud: peer.clientId, [claim('deployment_id')]: '1' },
      { aud: peer.clientId, [claim('deployment_id')]: '2' },
      { aud: 'client-west', [claim('deployment_id')]: '2' },
    ]) {
      const begun = await tool.begin(login('2'));
      await expectRefused(tool, async () => tool.answer(begun, await peer.sign(peer.claims(begun.nonce, answer))), {
        reason: 'launch: id_token claim aud: check_failed',
      });
    }
    for (const deployment of ['1', '3']) {
      const begun = await tool.begin(login('2'));
      await expectRefused(
        tool,
        async () =>
          tool.answer(
            begun,
            await peer.sign(peer.claims(begun.nonce, { aud: 'client-sued', [claim('deployment_id')]: deployment })),
          ),
        { reason: 'launch: deployment is not that of the login' },
      );
    }
  });

  test("a login that names no deployment, or one that nobody has accepted, is anybody's: also where one organisation still waits for its first", async () => {
    for (const deployment of [undefined, '77']) await expectRefused(tool, begin(deployment), severalOrganisations);
    expect((await tool.store.platforms.findPlatform(west, open.id))!.deploymentIds).toEqual([]);
  });

  test('an organisation that has switched the LMS off does not leave its people to another', async () => {
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    await expectRefused(tool, begin('1'), {
      reason: 'login: platform switched off',
      code: 'platform-inactive',
      status: 403,
    });
    await expectRefused(tool, begin(undefined), severalOrganisations);
    await tool.platforms.change(sued, theirs.id, { active: false });
    await expectRefused(tool, begin(undefined), severalOrganisations);
  });

  test('a deployment that two organisations have accepted decides nothing', async () => {
    await tool.store.platforms.meetDeployment(sued, theirs.id, '1', new Date(tool.clock.now()).toISOString());
    await tool.platforms.decideDeployment(sued, theirs.id, '1', 'accept');
    await expectRefused(tool, begin('1'), severalOrganisations);
    expect([await clientOf('1', linkTo(peer.clientId)), await clientOf('1', linkTo('client-sued'))]).toEqual([
      peer.clientId,
      'client-sued',
    ]);
  });

  test("a target link that names a client decides, unless the deployment is somebody else's", async () => {
    expect([
      await clientOf(undefined, linkTo('client-sued')),
      await clientOf('2', linkTo('client-sued')),
      await clientOf('7', linkTo('client-west')),
    ]).toEqual(['client-sued', 'client-sued', 'client-west']);
    const contradiction = {
      ...severalOrganisations,
      reason: 'login: target link and deployment name different registrations',
    };
    await expectRefused(tool, begin('2', linkTo(peer.clientId)), contradiction);
    // Above all not the one that would take whichever deployment comes first.
    await expectRefused(tool, begin('2', linkTo('client-west')), contradiction);
    await expectRefused(tool, begin('77', linkTo(peer.clientId)), {
      reason: 'login: deployment not accepted',
      code: 'unknown-platform',
      status: 403,
    });
    await expectRefused(tool, begin(undefined, linkTo('nobody')), severalOrganisations);
    expect(await clientOf('2', linkTo('nobody'))).toBe('client-sued');
  });

  test('what the login itself says of its client comes before its target link', async () => {
    expect((await tool.begin({ target_link_uri: linkTo('client-sued') })).next.searchParams.get('client_id')).toBe(
      peer.clientId,
    );
  });

  test.each([
    ['de', 'Lotse weiß nicht, wohin dieser Aufruf gehört', 'hängen Sie in der Lernplattform an die Zieladresse'],
    ['en', 'Lotse cannot tell where this launch belongs', 'add ?client_id= and your client ID'],
  ])('the page says what is ambiguous and what to do, and names nobody (%s)', async (language, title, advice) => {
    const answer = await expectRefused(
      tool,
      () => begin(undefined)().set('Accept-Language', language),
      severalOrganisations,
    );
    expect(answer.text).toContain(`<h1>${title}</h1>`);
    expect(answer.text).toContain(advice);
    expect(answer.text).not.toMatch(/nordwerk|suedwerk|westwerk|client-sued|client-west|lotse-client/i);
  });
});

describe('one organisation that has registered an LMS twice', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test('has its login resolved where one of the two is switched off, or alone can take the deployment', async () => {
    const second = await tool.platforms.register(nord, {
      ...peer.registration,
      clientId: 'second',
      deploymentIds: ['2'],
    });
    const clientOf = async (deployment: string | undefined): Promise<string | null> =>
      (await tool.begin({ client_id: undefined, lti_deployment_id: deployment })).next.searchParams.get('client_id');
    expect([await clientOf('1'), await clientOf('2')]).toEqual([peer.clientId, 'second']);
    await expectRefused(
      tool,
      () => tool.get('/lti/login', tool.initiation({ client_id: undefined, lti_deployment_id: undefined })),
      {
        reason: 'login: without client_id, and several registrations of the organisation fit',
        code: 'ambiguous-platform',
        status: 400,
      },
    );
    await tool.platforms.change(nord, second.id, { active: false });
    expect(await clientOf(undefined)).toBe(peer.clientId);
  });
});
