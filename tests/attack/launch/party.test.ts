import { describe, expect, test } from '@jest/globals';
import { type LtiTool, nord, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import { claim, PlatformPeer } from '../../support/platform-peer.js';
import { expectRefused } from '../../support/refused-launch.js';

const unpublished = { reason: 'launch: id_token is signed with a key that the LMS does not publish' };

/** Messages for somebody else, from somebody else, or to somewhere else. */
describe('attacks on who and where', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  const claims = (overrides: Readonly<Record<string, unknown>>) => () => tool.launchWith(overrides);

  test('foreign issuer, foreign audience', async () => {
    await expectRefused(tool, claims({ iss: 'https://other.example' }), {
      reason: 'launch: id_token claim iss: check_failed',
    });
    await expectRefused(tool, claims({ iss: `${peer.url}/` }), { reason: 'launch: id_token claim iss: check_failed' });
    await expectRefused(tool, claims({ aud: 'another-tool' }), { reason: 'launch: id_token claim aud: check_failed' });
    await expectRefused(tool, claims({ aud: ['another-tool'] }), {
      reason: 'launch: id_token claim aud: check_failed',
    });
  });

  test('several audiences with a wrong azp, or none; one audience with a wrong azp', async () => {
    const aud = [peer.clientId, 'another-tool'];
    const wrong = { reason: 'launch: id_token azp is not this tool' };
    await expectRefused(tool, claims({ aud }), wrong);
    await expectRefused(tool, claims({ aud, azp: 'another-tool' }), wrong);
    await expectRefused(tool, claims({ aud, azp: [peer.clientId] }), wrong);
    await expectRefused(tool, claims({ azp: 'another-tool' }), wrong);
    expect((await tool.launchWith({ aud, azp: peer.clientId })).status).toBe(303);
  });

  test("swapped deployment: one that was not accepted, and one that is not the login's", async () => {
    await expectRefused(tool, claims({ [claim('deployment_id')]: '99' }), {
      reason: 'launch: deployment is not that of the login',
    });
    const login = await tool.begin({ lti_deployment_id: undefined });
    await expectRefused(
      tool,
      async () => tool.answer(login, await peer.sign(peer.claims(login.nonce, { [claim('deployment_id')]: '99' }))),
      { reason: 'launch: deployment not accepted' },
    );
    expect(await tool.platforms.decideDeployment(nord, tool.platform.id, '99', 'decline')).toBe(true);
    const other = await tool.begin({ lti_deployment_id: undefined });
    await expectRefused(
      tool,
      async () => tool.answer(other, await peer.sign(peer.claims(other.nonce, { [claim('deployment_id')]: '2' }))),
      { reason: 'launch: deployment not accepted' },
    );
    expect(await tool.platforms.decideDeployment(nord, tool.platform.id, '2', 'accept')).toBe(true);
    await expectRefused(tool, claims({ [claim('deployment_id')]: '2' }), {
      reason: 'launch: deployment is not that of the login',
    });
  });

  test('a token of another registration of the same LMS', async () => {
    const other = await tool.platforms.register(nord, { ...peer.registration, clientId: 'second-client' });
    const login = await tool.begin({ client_id: other.clientId });
    await expectRefused(tool, async () => tool.answer(login, await peer.sign(peer.claims(login.nonce))), {
      reason: 'launch: id_token claim aud: check_failed',
    });
  });

  describe('mix-up: a malicious LMS that is registered too', () => {
    test('passes a login of its own on to the honest LMS: the answer is not its', async () => {
      const malicious = await PlatformPeer.start();
      try {
        await tool.platforms.register(nord, malicious.registration);
        const login = await tool.begin({ iss: malicious.url });
        const honest = await peer.sign(peer.claims(login.nonce));
        await expectRefused(tool, () => tool.answer(login, honest), unpublished);
        // Even if it publishes the honest LMS's key as its own.
        malicious.published = [malicious.key, peer.key];
        tool.clock.advance(3_700_000);
        const again = await tool.begin({ iss: malicious.url });
        await expectRefused(tool, async () => tool.answer(again, await peer.sign(peer.claims(again.nonce))), {
          reason: 'launch: id_token claim iss: check_failed',
        });
      } finally {
        await malicious.close();
      }
    });

    test('answers a login that began at the honest LMS', async () => {
      const malicious = await PlatformPeer.start();
      try {
        await tool.platforms.register(nord, { ...malicious.registration, clientId: 'second' });
        const login = await tool.begin();
        await expectRefused(
          tool,
          async () => tool.answer(login, await malicious.sign(peer.claims(login.nonce))),
          unpublished,
        );
        const again = await tool.begin();
        await expectRefused(
          tool,
          async () => tool.answer(again, await malicious.sign(malicious.claims(again.nonce))),
          unpublished,
        );
      } finally {
        await malicious.close();
      }
    });
  });

  test('a target that was altered on the way does not decide anything, wherever it points', async () => {
    const login = await tool.begin({ target_link_uri: `${publicUrl}/lti/launch?content=d2-lernen-begleiten` });
    const opened = await tool.sessionOf(await tool.answer(login, await peer.sign(peer.claims(login.nonce))));
    expect(opened.session.content?.id).toBe('d1-entwicklungsgespraech');
    for (const target of [
      'https://evil.example/steal',
      `${publicUrl}.evil.example/`,
      `https://user@evil.example/${publicUrl}`,
    ]) {
      const elsewhere = await tool.sessionOf(await tool.launchWith({ [claim('target_link_uri')]: target }));
      expect(elsewhere.path).toBe(`${publicUrl}/play`);
    }
    await expectRefused(tool, claims({ [claim('target_link_uri')]: 'javascript:alert(1)' }), {
      reason: 'launch: claim target_link_uri missing or wrong',
    });
  });

  test.each([
    'https://evil.example/lti/launch',
    'http://lotse.test.evil.example/',
    'http://lotse.test@evil.example/',
    '//evil.example/',
    'javascript:alert(1)',
    'nonsense',
  ])('a login for a target elsewhere: %s', async (target) => {
    await expectRefused(tool, () => tool.get('/lti/login', tool.initiation({ target_link_uri: target })), {
      reason: 'login: target_link_uri of another host',
      code: 'invalid-login',
      status: 400,
    });
  });

  test('a login of an LMS that nobody registered, or for another client', async () => {
    const unknown = { reason: 'login: issuer and client id not registered', code: 'unknown-platform', status: 403 };
    await expectRefused(tool, () => tool.get('/lti/login', tool.initiation({ iss: 'https://evil.example' })), unknown);
    await expectRefused(tool, () => tool.get('/lti/login', tool.initiation({ client_id: 'evil' })), unknown);
  });

  test('an LMS switched off between login and launch', async () => {
    const login = await tool.begin();
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    try {
      await expectRefused(tool, async () => tool.answer(login, await peer.sign(peer.claims(login.nonce))), {
        reason: 'launch: platform switched off',
        code: 'platform-inactive',
        status: 403,
      });
    } finally {
      await tool.platforms.change(nord, tool.platform.id, { active: true });
    }
  });

  describe('a forged deep-linking return', () => {
    const lost = { code: 'session-lost', status: 401 };

    test('no launch, a made-up one, or one that was not for picking signs nothing', async () => {
      const { token } = await tool.sessionOf(await tool.launchWith());
      const picked = { item: 'page:matrix' };
      await expectRefused(tool, () => tool.post('/lti/deep-link', picked), { ...lost, reason: 'no visit is named' });
      expect((await tool.post('/lti/deep-link', { ...picked, launch: 'made-up' })).status).toBe(401);
      await expectRefused(tool, () => tool.post('/lti/deep-link', { ...picked, launch: token }), {
        ...lost,
        reason: 'deep linking: no deep linking launch',
      });
    });

    test('fields of the form decide neither where it goes nor whom it is for', async () => {
      const settings = { accept_types: ['ltiResourceLink'], deep_link_return_url: `${peer.url}/return` };
      const { token } = await tool.sessionOf(
        await tool.launchWith({
          [claim('message_type')]: 'LtiDeepLinkingRequest',
          'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': settings,
        }),
      );
      const answer = await tool
        .post('/lti/deep-link', {
          launch: token,
          item: ['page:matrix'],
          deep_link_return_url: 'https://evil.example/',
          data: 'forged',
          JWT: 'forged',
          deployment_id: '9',
        })
        .expect(200);
      expect(/action="([^"]+)"/.exec(answer.text)![1]).toBe(`${peer.url}/return`);
      expect(answer.text).not.toMatch(/evil|forged/);
      expect(answer.headers['content-security-policy']).toMatch(
        new RegExp(`form-action 'self' ${peer.url}; frame-ancestors 'self' ${peer.url}$`),
      );
    });

    test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://lms.example/', ''])(
      'settings whose way back is "%s"',
      async (address) => {
        await expectRefused(
          tool,
          claims({
            [claim('message_type')]: 'LtiDeepLinkingRequest',
            'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
              accept_types: [],
              deep_link_return_url: address,
            },
          }),
          { reason: 'launch: claim deep_linking_settings.deep_link_return_url missing or wrong' },
        );
      },
    );
  });
});
