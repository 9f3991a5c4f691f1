import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportSPKI, importJWK, type CryptoKey, type JWTPayload } from 'jose';
import type { Response } from 'supertest';
import { LtiTool, nord, publicUrl, type BegunLogin } from '../support/lti-tool.js';
import { PlatformPeer, claim, silence, status, type Answer } from '../support/platform-peer.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Every way to get in that is not the right one: refused, with a reason of its own in the log and a calm page. */
describe('attacks on the launch', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  beforeAll(async () => {
    peer = await PlatformPeer.start();
    tool = await LtiTool.open(peer);
    expect((await tool.launchWith()).status).toBe(303);
  });
  afterAll(async () => {
    await tool.close();
    await peer.close();
  });

  /** Refused, for this reason, on a page that shows neither technique nor token, with no way in. */
  function expectRefused(answer: Response, reason: string, expected = 401): void {
    expect(answer.status).toBe(expected);
    expect(tool.reasons.at(-1)).toContain(reason);
    expect(answer.headers['location']).toBeUndefined();
    expect(answer.text).toMatch(/<h1>[^<]+<\/h1>/);
    expect(answer.text).not.toMatch(/at .*\.js:\d|JWS|JWT|Error:/);
  }

  async function launchWithToken(make: (login: BegunLogin) => string | Promise<string>): Promise<Response> {
    const login = await tool.begin();
    return tool.answer(login, await make(login));
  }

  const secondsAhead = (claims: JWTPayload, seconds: number): JWTPayload => ({ ...claims, iat: claims.iat! + seconds, exp: claims.exp! + seconds });

  test('alg none', async () => {
    const unsigned = (login: BegunLogin) => `${encode({ alg: 'none', kid: peer.key.kid })}.${encode(peer.claims(login.nonce))}.`;
    expectRefused(await launchWithToken(unsigned), 'not signed with RS256');
  });

  test('HS256 with the public key as secret', async () => {
    const pem = await exportSPKI((await importJWK({ ...peer.key.publicJwk }, 'RS256', { extractable: true })) as CryptoKey);
    const forged = (login: BegunLogin) => {
      const text = `${encode({ alg: 'HS256', kid: peer.key.kid })}.${encode(peer.claims(login.nonce))}`;
      return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    };
    expectRefused(await launchWithToken(forged), 'not signed with RS256');
  });

  test('foreign key under a foreign kid', async () => {
    const stranger = await peer.newKey();
    expectRefused(await launchWithToken((login) => peer.sign(peer.claims(login.nonce), stranger)), 'key that the LMS does not publish');
  });

  test('foreign key under the right kid', async () => {
    const stranger = { ...(await peer.newKey()), kid: peer.key.kid };
    expectRefused(await launchWithToken((login) => peer.sign(peer.claims(login.nonce), stranger)), 'signature does not fit');
  });

  test('altered claims under the right signature', async () => {
    const altered = async (login: BegunLogin) => {
      const [header, , signature] = (await peer.sign(peer.claims(login.nonce))).split('.');
      return `${header}.${encode(peer.claims(login.nonce, { sub: 'somebody-else' }))}.${signature}`;
    };
    expectRefused(await launchWithToken(altered), 'signature does not fit');
  });

  test('a key inside the token (jwk, jku) is not looked at', async () => {
    const stranger = await peer.newKey();
    const [, payload, signature] = (await peer.sign(peer.claims('n'), stranger)).split('.');
    const header = encode({ alg: 'RS256', kid: stranger.kid, jwk: stranger.publicJwk, jku: 'http://evil.example/jwks' });
    expectRefused(await launchWithToken(() => `${header}.${payload}.${signature}`), 'key that the LMS does not publish');
  });

  test('expired', async () => {
    expectRefused(await launchWithToken((login) => peer.sign(secondsAhead(peer.claims(login.nonce), -200))), 'has expired');
  });

  test('a little expired, or a little early, is a matter of clocks', async () => {
    expect((await launchWithToken((login) => peer.sign(secondsAhead(peer.claims(login.nonce), -120)))).status).toBe(303);
    expect((await launchWithToken((login) => peer.sign(secondsAhead(peer.claims(login.nonce), 60)))).status).toBe(303);
  });

  test('not yet valid', async () => {
    expectRefused(await launchWithToken((login) => peer.sign(secondsAhead(peer.claims(login.nonce), 600))), 'claim iat');
    expectRefused(await launchWithToken((login) => peer.sign({ ...peer.claims(login.nonce), nbf: peer.claims('').iat! + 600 })), 'claim nbf');
  });

  test('a token that lives for a year, issued long ago', async () => {
    expectRefused(await launchWithToken((login) => peer.sign({ ...peer.claims(login.nonce), iat: peer.claims('').iat! - 86_400, exp: peer.claims('').exp! + 31_536_000 })), 'too old');
  });

  test.each(['exp', 'iat', 'nonce', 'iss', 'aud'])('without %s', async (name) => {
    expectRefused(await launchWithToken((login) => peer.sign({ ...peer.claims(login.nonce), [name]: undefined } as unknown as JWTPayload)), `claim ${name}`);
  });

  test('nonce of another login', async () => {
    const other = await tool.begin();
    expectRefused(await launchWithToken(() => peer.sign(peer.claims(other.nonce))), 'nonce is not that of this login');
  });

  test('the same answer replayed', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    expect((await tool.answer(login, token)).status).toBe(303);
    expectRefused(await tool.answer(login, token), 'state unknown, used or expired');
  });

  test('the same answer twenty times at once: one comes in', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    const answers = await Promise.all(Array.from({ length: 20 }, () => tool.answer(login, token)));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(19);
  });

  test('a used token under a new state', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    expect((await tool.answer(login, token)).status).toBe(303);
    expectRefused(await launchWithToken(() => token), 'nonce is not that of this login');
  });

  test('a state that was made up, or none', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    expectRefused(await tool.post('/lti/launch', { id_token: token, state: 'made-up' }), 'state unknown');
    expectRefused(await tool.post('/lti/launch', { id_token: token }), 'state missing');
    expectRefused(await tool.post('/lti/launch', { state: login.state }), 'id_token missing');
  });

  test('a state that has expired', async () => {
    const login = await tool.begin();
    tool.clock.advance(601_000);
    expectRefused(await tool.answer(login, await peer.sign(peer.claims(login.nonce))), 'state unknown, used or expired');
  });

  test('state of another browser: the attacker\'s own login in the victim\'s browser', async () => {
    const [attacker, victim] = [await tool.begin(), await tool.begin()];
    const token = await peer.sign(peer.claims(attacker.nonce));
    const asked = await tool.post('/lti/launch', { id_token: token, state: attacker.state }).set('Cookie', victim.cookie).expect(200);
    expect(asked.headers['location']).toBeUndefined();
    const renamed = `${attacker.cookie.split('=')[0]}=${victim.binding}`;
    expectRefused(await tool.post('/lti/launch', { id_token: token, state: attacker.state }).set('Cookie', renamed), 'state of another browser');
    expectRefused(await tool.post('/lti/launch', { id_token: token, state: attacker.state, binding: victim.binding }), 'state of another browser');
    expect((await tool.answer(attacker, token)).status).toBe(303);
  });

  test('swapped deployment', async () => {
    expectRefused(await tool.launchWith({ [claim('deployment_id')]: '99' }), 'deployment');
    await tool.platforms.change(nord, tool.platform.id, { deploymentIds: ['1', '2'] });
    expectRefused(await tool.launchWith({ [claim('deployment_id')]: '2' }), 'deployment is not that of the login');
  });

  test('foreign issuer, foreign audience', async () => {
    expectRefused(await tool.launchWith({ iss: 'https://other.example' }), 'claim iss');
    expectRefused(await tool.launchWith({ aud: 'another-tool' }), 'claim aud');
  });

  test('several audiences with a wrong azp, or none; one audience with a wrong azp', async () => {
    const aud = [peer.clientId, 'another-tool'];
    expectRefused(await tool.launchWith({ aud }), 'azp');
    expectRefused(await tool.launchWith({ aud, azp: 'another-tool' }), 'azp');
    expectRefused(await tool.launchWith({ azp: 'another-tool' }), 'azp');
    expect((await tool.launchWith({ aud, azp: peer.clientId })).status).toBe(303);
  });

  test('a token of another registration of the same LMS', async () => {
    const other = await tool.platforms.register(nord, { ...peer.registration, clientId: 'second-client' });
    const login = await tool.begin({ client_id: other.clientId });
    expectRefused(await tool.answer(login, await peer.sign(peer.claims(login.nonce))), 'claim aud');
  });

  test('a target that was altered on the way does not decide anything, wherever it points', async () => {
    const login = await tool.begin({ target_link_uri: `${publicUrl}/lti/launch?content=d2-lernen-begleiten` });
    const opened = await tool.sessionOf(await tool.answer(login, await peer.sign(peer.claims(login.nonce))));
    expect(opened.session.content?.id).toBe('d1-entwicklungsgespraech');
    const elsewhere = await tool.sessionOf(await tool.launchWith({ [claim('target_link_uri')]: 'https://evil.example/steal' }));
    expect(elsewhere.path).toBe(`${publicUrl}/play`);
  });

  test('deployment and platform switched off between login and launch', async () => {
    const login = await tool.begin();
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    try {
      expectRefused(await tool.answer(login, await peer.sign(peer.claims(login.nonce))), 'switched off', 403);
    } finally {
      await tool.platforms.change(nord, tool.platform.id, { active: true });
    }
  });

  test('markup in state, token and claims is shown to nobody as markup', async () => {
    const login = await tool.begin();
    const asked = await tool.post('/lti/launch', { id_token: '"><script>alert(1)</script>', state: login.state }).expect(200);
    expect(asked.text).not.toContain('<script>alert');
    const begun = await tool.get('/lti/login', tool.initiation({ login_hint: '</script><script>alert(1)</script>' })).expect(200);
    expect(begun.text).not.toContain('<script>alert');
  });

  test('a body over the limit, a body that is not a form, a token beyond measure', async () => {
    expect((await tool.post('/lti/launch', { id_token: 'x'.repeat(300_000), state: 's' })).status).toBe(413);
    expect((await tool.get('/lti/login').query({ iss: ['a', 'b'] })).status).toBe(400);
    expectRefused(await launchWithToken(() => 'x'.repeat(70_000)), 'id_token missing or malformed');
    expectRefused(await launchWithToken(() => 'not.a.token'), 'id_token is not a JWT');
    expectRefused(await launchWithToken(() => `${encode({ alg: 'RS256' })}.e30.x`), 'names no key');
  });

  describe('the LMS\'s key set', () => {
    /** A platform whose keys were never fetched. */
    async function unknownKeys(): Promise<{ tool: LtiTool; peer: PlatformPeer; end: () => Promise<void> }> {
      const freshPeer = await PlatformPeer.start();
      const fresh = await LtiTool.open(freshPeer);
      return { tool: fresh, peer: freshPeer, end: async () => void (await fresh.close(), await freshPeer.close()) };
    }

    const broken: readonly (readonly [name: string, answer: Answer, reason: string])[] = [
      ['of megabytes', (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(`{"keys":[],"filler":"${'x'.repeat(3_000_000)}"}`);
      }, 'over 262144 bytes'],
      ['that is a page', (_request, response) => response.end('<html>'), 'not JSON'],
      ['that redirects to another host', status(302, { Location: 'http://localhost:9/jwks' }), 'leads to another host'],
      ['that redirects to a file', status(302, { Location: 'file:///etc/passwd' }), 'scheme file:'],
      ['that fails', status(500), 'status 500'],
      ['of the wrong shape', (_request, response) => response.end('{"keys":{"a":1}}'), 'status 200'],
    ];
    test.each(broken)('%s', async (_name, answer, reason) => {
      const { tool: fresh, peer: freshPeer, end } = await unknownKeys();
      try {
        freshPeer.misbehave('/jwks', answer);
        const refused = await fresh.launchWith();
        expect(refused.status).toBe(502);
        expect(fresh.reasons.at(-1)).toContain(reason);
        expect(refused.text).toContain('Das Lernsystem antwortet nicht');
        expect((await fresh.launchWith()).status).toBe(303);
      } finally {
        await end();
      }
    });

    test('that never comes ends after the time limit, for all who wait at once', async () => {
      const { tool: fresh, peer: freshPeer, end } = await unknownKeys();
      try {
        freshPeer.misbehave('/jwks', silence);
        const answers = await Promise.all([fresh.launchWith(), fresh.launchWith(), fresh.launchWith()]);
        expect(answers.map((answer) => answer.status)).toEqual([502, 502, 502]);
        expect(fresh.reasons.at(-1)).toContain('no answer within 5000 ms');
        expect(freshPeer.requested('/jwks')).toBe(1);
      } finally {
        await end();
      }
    }, 20_000);
  });
});
