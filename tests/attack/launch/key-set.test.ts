import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../support/http-peer.js';
import { LtiTool, nord } from '../../support/lti-tool.js';
import { PlatformPeer, silence, status } from '../../support/platform-peer.js';
import { expectRefused, launchWithToken } from '../../support/refused-launch.js';

const unreachable = { code: 'platform-unreachable', status: 502 };

/** An LMS whose key set is broken, slow, huge or elsewhere. */
describe('attacks by key set', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  // Each test needs an LMS whose keys were never fetched.
  beforeEach(async () => {
    peer = await PlatformPeer.start();
    tool = await LtiTool.open(peer);
  });
  afterEach(async () => {
    await tool.close();
    await peer.close();
  });

  const host = (): string => new URL(peer.url).host;
  const body =
    (text: string): Answer =>
    (_request, response) =>
      void response.end(text);
  /** Sends and sends, and never comes to an end. */
  const endless: Answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('{"keys":[],"filler":"');
    const pour = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', pour);
    pour();
  };
  const broken: readonly (readonly [name: string, answer: Answer, reason: () => string])[] = [
    [
      'of megabytes',
      body(`{"keys":[],"filler":"${'x'.repeat(3_000_000)}"}`),
      () => `answer of ${host()} is over 262144 bytes`,
    ],
    ['that does not end', endless, () => `answer of ${host()} is over 262144 bytes`],
    ['that is a page', body('<html>'), () => `answer of ${host()} is not JSON`],
    [
      'that redirects to another host',
      status(302, { Location: 'http://localhost:9/jwks' }),
      () => `redirect of ${host()} leads to another host`,
    ],
    ['that redirects to a file', status(302, { Location: 'file:///etc/passwd' }), () => 'address has the scheme file:'],
    ['that redirects to nowhere', status(302), () => `redirect of ${host()} leads nowhere`],
    ['that fails', status(500), () => `JWKS of ${host()}: status 500`],
    ['of the wrong shape', body('{"keys":{"a":1}}'), () => `JWKS of ${host()}: status 200`],
    [
      'of a thousand keys',
      body(JSON.stringify({ keys: Array.from({ length: 1000 }, () => ({ kty: 'RSA' })) })),
      () => `JWKS of ${host()}: status 200`,
    ],
  ];
  test.each(broken)('%s; a moment later it is asked again', async (_name, answer, reason) => {
    peer.misbehave('/jwks', answer);
    const refused = await expectRefused(tool, () => tool.launchWith(), { ...unreachable, reason: reason() });
    expect(refused.text).toContain('Die Lernplattform antwortet nicht');
    tool.clock.advance(6_000);
    expect((await tool.launchWith()).status).toBe(303);
  });

  test('that redirects in a circle', async () => {
    peer.misbehave('/jwks', ...Array.from({ length: 5 }, () => status(302, { Location: '/jwks' })));
    await expectRefused(tool, () => tool.launchWith(), { ...unreachable, reason: `${host()} redirects without end` });
    expect(peer.requested('/jwks')).toBe(4);
  });

  test('with keys that are none among good ones: the good ones serve', async () => {
    peer.misbehave(
      '/jwks',
      body(
        JSON.stringify({
          keys: [
            { kty: 'RSA', kid: 'a', n: '!!', e: '??' },
            { kty: 'RSA', kid: 'b' },
            { kty: 'EC', kid: 'c' },
            { kty: 'oct', kid: peer.key.kid, k: 'AAAA' },
            peer.key.publicJwk,
          ],
        }),
      ),
    );
    expect((await tool.launchWith()).status).toBe(303);
    await expectRefused(
      tool,
      () => launchWithToken(tool, (login) => peer.signText(JSON.stringify(peer.claims(login.nonce)), { kid: 'a' })),
      { reason: 'launch: id_token is signed with a key that the LMS does not publish' },
    );
  });

  test('with members that no reader can make sense of: those keys are passed over, and the others serve (RFC 7517 §5)', async () => {
    const odd: readonly unknown[] = [
      null,
      'a key',
      [],
      {},
      { kty: 7 },
      { kty: 'RSA', kid: 5 },
      { ...peer.key.publicJwk, kid: null },
      { ...peer.key.publicJwk, kid: 'other-use', use: 'enc' },
      { ...peer.key.publicJwk, kid: 'other-alg', alg: 'RS512' },
    ];
    const good = { ...peer.key.publicJwk, use: null, alg: null, x5c: null, key_ops: 'verify' };
    for (const keys of [
      [...odd, good],
      [good, ...odd],
    ]) {
      peer.misbehave('/jwks', body(JSON.stringify({ keys })));
      expect((await tool.launchWith()).status).toBe(303);
      tool.clock.advance(2 * 3_600_000);
    }
    peer.misbehave('/jwks', body(JSON.stringify({ keys: [...odd, good] })));
    for (const kid of ['other-use', 'other-alg']) {
      await expectRefused(
        tool,
        () => launchWithToken(tool, (login) => peer.signText(JSON.stringify(peer.claims(login.nonce)), { kid })),
        { reason: 'launch: id_token is signed with a key that the LMS does not publish' },
      );
    }
  });

  test('that never comes: an answer after the limit, one request for all who wait, and nobody else waits', async () => {
    const other = await PlatformPeer.start();
    try {
      await tool.platforms.register(nord, other.registration);
      peer.misbehave('/jwks', silence);
      const waiting = Promise.all([tool.launchWith(), tool.launchWith(), tool.launchWith()]);
      const login = await tool.begin({ iss: other.url });
      expect((await tool.answer(login, await other.sign(other.claims(login.nonce)))).status).toBe(303);
      expect((await waiting).map((answer) => answer.status)).toEqual([502, 502, 502]);
      expect(tool.reasons.at(-1)).toBe(`${host()}: no answer within 5000 ms`);
      // Whoever comes next does not wait again.
      const begun = performance.now();
      expect((await tool.launchWith()).status).toBe(502);
      expect(performance.now() - begun).toBeLessThan(4_000);
      expect(peer.requested('/jwks')).toBe(1);
    } finally {
      await other.close();
    }
  }, 30_000);

  test('that comes a byte at a time is given up on', async () => {
    peer.misbehave('/jwks', (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const dripping = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(dripping));
    });
    await expectRefused(tool, () => tool.launchWith(), {
      ...unreachable,
      reason: `${host()}: no answer within 5000 ms`,
    });
  }, 30_000);

  test('made-up kids do not make us ask in a loop, and do not keep a new key out for long', async () => {
    expect((await tool.launchWith()).status).toBe(303);
    const stranger = await peer.newKey();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expectRefused(
        tool,
        () =>
          launchWithToken(tool, (login) =>
            peer.signText(JSON.stringify(peer.claims(login.nonce)), { kid: `made-up-${attempt}` }, stranger),
          ),
        { reason: 'launch: id_token is signed with a key that the LMS does not publish' },
      );
    }
    expect(peer.requested('/jwks')).toBe(2);
    const rotated = await peer.newKey();
    peer.published = [rotated];
    tool.clock.advance(31_000);
    expect((await launchWithToken(tool, (login) => peer.sign(peer.claims(login.nonce), rotated))).status).toBe(303);
    expect(peer.requested('/jwks')).toBe(3);
  });
});
