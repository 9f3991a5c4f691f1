import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Platform } from '../../../lti-tool/store/index.js';
import { LtiTool, nord } from '../../support/lti-tool.js';
import { claim, PlatformPeer } from '../../support/platform-peer.js';

/** LTI Dynamic Registration 1.0 §3.6 leaves the deployment open: then the first genuine launch names it. */
describe('the first deployment', () => {
  let known: PlatformPeer;
  let peer: PlatformPeer;
  let late: PlatformPeer;
  let tool: LtiTool;
  let platform: Platform;
  const registered = async (at: PlatformPeer, minutes: number): Promise<Platform> => {
    const draft = await tool.platforms.draft(nord, {
      ...at.registration,
      deploymentIds: [],
      firstDeploymentUntil: new Date(tool.clock.now() + minutes * 60_000).toISOString(),
    });
    expect(await tool.store.platforms.addPlatform(draft)).toBe(true);
    return draft;
  };
  beforeAll(async () => {
    known = await PlatformPeer.start();
    tool = await LtiTool.open(known);
    [peer, late] = [await PlatformPeer.start(), await PlatformPeer.start()];
    platform = await registered(peer, 60);
    await registered(late, -1);
  });
  afterAll(async () => {
    await tool.close();
    await Promise.all([known.close(), peer.close(), late.close()]);
  });

  async function launch(at: PlatformPeer, deployment: string, named = true) {
    const login = await tool.begin({
      iss: at.url,
      client_id: at.clientId,
      lti_deployment_id: named ? deployment : undefined,
    });
    return tool.answer(login, await at.sign({ ...at.claims(login.nonce), [claim('deployment_id')]: deployment }));
  }

  test('is not taken from a login, which anybody can begin', async () => {
    await tool.begin({ iss: peer.url, client_id: peer.clientId, lti_deployment_id: 'made-up' });
    expect((await tool.store.platforms.findPlatform(nord, platform.id))!.deploymentIds).toEqual([]);
  });

  test('is not taken from a launch that the LMS has not signed', async () => {
    const login = await tool.begin({ iss: peer.url, client_id: peer.clientId, lti_deployment_id: 'made-up' });
    await tool
      .answer(
        login,
        await peer.sign({ ...peer.claims(login.nonce), [claim('deployment_id')]: 'made-up' }, await peer.newKey()),
      )
      .expect(401);
    expect((await tool.store.platforms.findPlatform(nord, platform.id))!.deploymentIds).toEqual([]);
  });

  test('is taken from the first genuine launch, and the next one is asked about', async () => {
    expect((await launch(peer, '7')).status).toBe(303);
    expect((await launch(peer, '7')).status).toBe(303);
    for (const [deployment, named] of [
      ['8', false],
      ['9', true],
    ] as const) {
      expect((await launch(peer, deployment, named)).status).toBe(401);
      expect(tool.reasons.at(-1)).toBe('launch: deployment not accepted');
    }
    expect(await tool.store.platforms.findPlatform(nord, platform.id)).toMatchObject({
      deploymentIds: ['7'],
      requestedDeploymentIds: ['8', '9'],
    });
  });

  test('that comes too late is asked about', async () => {
    expect((await launch(late, '1')).status).toBe(401);
    expect(await tool.store.platforms.findPlatformByClient(late.url, late.clientId)).toMatchObject({
      deploymentIds: [],
      requestedDeploymentIds: ['1'],
    });
  });
});
