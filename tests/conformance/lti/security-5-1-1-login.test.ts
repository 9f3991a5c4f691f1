import { describe, expect, test } from '@jest/globals';
import { type LtiTool, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import type { PlatformPeer } from '../../support/platform-peer.js';

/** 1EdTech Security Framework §5.1.1.1 and §5.1.1.2: third-party initiated login, and the authentication request it leads to. */
describe('LTI login', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test('GET and POST lead to the authentication address with all that the specification asks for', async () => {
    for (const send of [
      () => tool.get('/lti/login', tool.initiation()),
      () => tool.post('/lti/login', tool.initiation()),
    ]) {
      const answer = await send().expect(200);
      const next = new URL(/href="(http:\/\/127[^"]+)"/.exec(answer.text)![1]!.replaceAll('&amp;', '&'));
      expect(next.origin + next.pathname).toBe(`${peer.url}/auth`);
      const { state, nonce, ...rest } = Object.fromEntries(next.searchParams);
      expect(rest).toEqual({
        scope: 'openid',
        response_type: 'id_token',
        response_mode: 'form_post',
        prompt: 'none',
        client_id: peer.clientId,
        redirect_uri: `${publicUrl}/lti/launch`,
        login_hint: 'hint-17',
        lti_message_hint: '{"cmid":5,"launchid":"x y&z"}',
      });
      expect(state).toMatch(/^[\w-]{43}$/);
      expect(nonce).toMatch(/^[\w-]{43}$/);
    }
  });

  test('state and nonce are new every time', async () => {
    const [first, second] = [await tool.begin(), await tool.begin()];
    expect(new Set([first.state, first.nonce, second.state, second.nonce]).size).toBe(4);
  });

  test('without a message hint none is sent', async () => {
    expect((await tool.begin({ lti_message_hint: undefined })).next.searchParams.has('lti_message_hint')).toBe(false);
  });

  test('client_id and deployment may be left out where the issuer leaves one choice', async () => {
    expect(
      (await tool.begin({ client_id: undefined, lti_deployment_id: undefined })).next.searchParams.get('client_id'),
    ).toBe(peer.clientId);
  });

  test('the login is bound to the browser by a partitioned cookie that a frame of another site may keep', async () => {
    const { answer, state } = await tool.begin();
    const cookie = (answer.headers['set-cookie'] as unknown as string[])[0]!;
    for (const attribute of ['Partitioned', 'SameSite=None', 'Secure', 'HttpOnly', 'Path=/lti', 'Max-Age=600'])
      expect(cookie).toContain(attribute);
    expect(cookie).toMatch(/^lotse_login_[0-9a-f]{16}=[\w-]{43};/);
    expect(cookie).not.toContain(state);
  });

  test('the page runs its own script alone, may stand in any frame, and is kept by nobody', async () => {
    const { answer } = await tool.begin();
    const nonce = /script-src 'nonce-([\w-]+)'/.exec(answer.headers['content-security-policy']!)![1]!;
    expect(answer.text).toContain(`<script nonce="${nonce}">`);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test.each(['iss', 'login_hint', 'target_link_uri'])(
    'without %s the login is refused with a page that says so',
    async (name) => {
      const answer = await tool.get('/lti/login', tool.initiation({ [name]: undefined })).expect(400);
      expect(answer.text).toContain('Die Anmeldung aus der Lernplattform ist unvollständig');
      expect(tool.reasons.at(-1)).toBe(`login: ${name} missing or malformed`);
    },
  );

  test('a doubled parameter is refused', async () => {
    await tool
      .get(`/lti/login?${new URLSearchParams(tool.initiation()).toString()}&iss=https://other.example`)
      .expect(400);
  });

  test('a platform that nobody registered, or one that is switched off, is refused with 403', async () => {
    await tool.get('/lti/login', tool.initiation({ iss: 'https://nobody.example' })).expect(403);
    await tool.get('/lti/login', tool.initiation({ client_id: 'another' })).expect(403);
    await tool.platforms.change(tool.platform.organisation, tool.platform.id, { active: false });
    try {
      const answer = await tool.get('/lti/login', tool.initiation()).expect(403);
      expect(answer.text).toContain('Diese Lernplattform ist abgeschaltet');
    } finally {
      await tool.platforms.change(tool.platform.organisation, tool.platform.id, { active: true });
    }
  });

  test('a target that is not ours is refused', async () => {
    for (const target of [
      'https://evil.example/lti/launch',
      'http://lotse.test.evil.example/',
      'javascript:alert(1)',
      'nonsense',
    ]) {
      await tool.get('/lti/login', tool.initiation({ target_link_uri: target })).expect(400);
    }
  });

  test('machines get their error as JSON', async () => {
    const answer = await tool.get('/lti/login').set('Accept', 'application/json').expect(400);
    expect(answer.body).toMatchObject({ error: { code: 'invalid-login', path: 'iss' } });
  });
});
