import { beforeEach, describe, expect, test } from '@jest/globals';
import { newSecret } from '../../../base/index.js';
import { organisationId } from '../../../lrs/store/index.js';
import { createPlatforms, type Platforms } from '../../../lti-tool/platform/index.js';
import { launchFinding, launchWaitMs } from '../../../lti-tool/registration/index.js';
import type { LaunchTrace, Platform } from '../../../lti-tool/store/index.js';
import { type StartedLogin, type LtiTool, nord, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import type { PlatformPeer } from '../../support/platform-peer.js';

/**
 * What Lotse notices of launches: an LMS where our redirect URI is not listed shows a page of its own and sends nobody
 * back, and one that refuses for another reason posts an error to it (OpenID Connect Core §3.1.2.6).
 */
describe('the trace of launches', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));
  let platform: Platform;
  let number = 0;
  beforeEach(async () => {
    platform = await tool.platforms.register(nord, { ...peer.registration, clientId: `client-${++number}` });
  });

  const begin = (): Promise<StartedLogin> => tool.begin({ client_id: platform.clientId });
  const trace = (platforms: Platforms = tool.platforms): Promise<LaunchTrace> => platforms.launches.of(platform);
  const finding = async (): Promise<string> => launchFinding(await trace(), { now: tool.clock.now(), publicUrl }).code;
  const token = ({ nonce }: StartedLogin): Promise<string> => peer.sign(peer.claims(nonce, { aud: platform.clientId }));
  const another = (store = tool.store): Platforms =>
    createPlatforms({
      store,
      clock: tool.clock,
      encryptionKey: newSecret(),
      network: { allowInternal: true },
      adapters: [],
    });

  test('a login that nothing comes back for', async () => {
    expect([await trace(), await finding()]).toEqual([{}, 'launch-none']);
    await begin();
    expect(await trace()).toEqual({ begun: expect.any(String) });
    expect(await finding()).toBe('launch-unanswered');
  });

  test('a genuine launch; and one after it that is lost', async () => {
    const login = await begin();
    await tool.answer(login, await token(login)).expect(303);
    expect(Object.keys(await trace()).sort()).toEqual(['arrived', 'begun', 'confirmed']);
    expect(await finding()).toBe('launch-confirmed');
    tool.clock.advance(1);
    await begin();
    tool.clock.advance(launchWaitMs);
    expect(await finding()).toBe('launch-lost');
  });

  test('an id_token that is not genuine proves nothing, and says so', async () => {
    const login = await begin();
    await tool.answer(login, await peer.sign(peer.claims('another nonce', { aud: platform.clientId }))).expect(401);
    expect(await finding()).toBe('launch-unconfirmed');
  });

  test('a browser that never proves that it began the login has brought an id_token all the same', async () => {
    const login = await begin();
    await tool.post('/lti/launch', { id_token: await token(login), state: login.state }).expect(200);
    expect(await finding()).toBe('launch-unconfirmed');
  });

  test.each([
    ['unauthorized_client', 'unauthorized_client'],
    ['access_denied', 'access_denied'],
    ['<script>', 'other'],
    ['a_word_nobody_knows', 'other'],
  ] as const)('the error %s in place of an id_token', async (said, noted) => {
    const { state } = await begin();
    await tool.post('/lti/launch', { error: said, state }).expect(401);
    expect((await trace()).refused).toEqual({ at: expect.any(String), error: noted });
    expect(await finding()).toBe('launch-refused');
  });

  test("an error, or an id_token, that belongs to no login is nobody's", async () => {
    await begin();
    for (const state of [{}, { state: 'made up' }, { state: ['a', 'b'] }])
      await tool.post('/lti/launch', { error: 'access_denied', ...state }).expect(401);
    await tool.post('/lti/launch', { id_token: 'x', state: 'made up' }).expect(401);
    expect(await trace()).toEqual({ begun: expect.any(String) });
  });

  test('however many launches there are, they cost one write; what another process saw counts too', async () => {
    const { traces } = tool.store;
    const written: string[] = [];
    const watched = another({
      ...tool.store,
      traces: {
        ...traces,
        recordLaunchTrace: (organisation, id, seen) => (
          written.push(id),
          traces.recordLaunchTrace(organisation, id, seen)
        ),
      },
    });
    for (let launch = 0; launch < 1_000; launch += 1)
      for (const seen of ['begun', 'arrived', 'confirmed'] as const) watched.launches.note(platform, seen);
    expect(written).toEqual([]);
    expect(await trace(watched)).toEqual(expect.objectContaining({ confirmed: expect.any(String) }));
    expect(await trace()).toEqual({});
    await watched.launches.flush();
    await watched.launches.flush();
    expect(written).toEqual([platform.id]);
    expect(await trace()).toEqual(await trace(watched));
  });

  test('what the store does not take is kept for the next time', async () => {
    const { traces } = tool.store;
    let isBroken = true;
    const watched = another({
      ...tool.store,
      traces: {
        ...traces,
        recordLaunchTrace: (...given) =>
          isBroken ? Promise.reject(new Error('disk full')) : traces.recordLaunchTrace(...given),
      },
    });
    watched.launches.note(platform, 'begun');
    await watched.launches.flush();
    expect(await trace()).toEqual({});
    isBroken = false;
    await watched.launches.flush();
    expect(await trace()).toEqual({ begun: expect.any(String) });
  });

  test("is its organisation's alone", async () => {
    await begin();
    const sued = organisationId('suedwerk')!;
    expect(await tool.platforms.launches.of({ organisation: sued, id: platform.id })).toEqual({});
    await tool.platforms.launches.flush();
    expect((await another().launches.list(sued)).size).toBe(0);
    expect([...(await another().launches.list(nord)).keys()]).toContain(platform.id);
  });
});
