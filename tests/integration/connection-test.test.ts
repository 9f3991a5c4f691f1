import { generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PlatformNetwork } from '../../lti-tool/platform/index.js';
import {
  type Finding,
  type FindingCode,
  findingCodes,
  findingSentences,
  launchAddress,
  launchWaitMs,
  testConnection,
} from '../../lti-tool/registration/index.js';
import { loginErrors, type Platform, type PlatformKind } from '../../lti-tool/store/index.js';
import { certificateFor } from '../support/certificate.js';
import type { Answer } from '../support/http-peer.js';
import { PlatformPeer } from '../support/platform-peer.js';
import { nord, publicUrl, RegisteringTool } from '../support/registering-tool.js';

const seen = new Set<FindingCode>();
const send =
  (status: number, body: string, headers: Record<string, string> = { 'Content-Type': 'application/json' }): Answer =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Every finding against a peer that really has what is found. */
describe('the connection test', () => {
  const network = { allowInternal: true, timeoutMs: 1500 } as const;
  let peer: PlatformPeer;
  let tool: RegisteringTool;
  let platform: Platform;
  const servers: Server[] = [];
  beforeAll(async () => {
    peer = await PlatformPeer.start();
    tool = await RegisteringTool.open(network);
    platform = await tool.platforms.register(nord, peer.registration);
    peer.toolKeys = async () => ({ keys: (await tool.platforms.publishedKeys()).map((key) => ({ ...key })) });
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await tool.close();
    await peer.close();
  });
  beforeEach(() => peer.misbehaviour.clear());

  /** What is found about the platform with these changes, without the note and the warning that this peer always earns. */
  async function found(changes: Partial<Platform> = {}, at: RegisteringTool = tool): Promise<readonly Finding[]> {
    const { findings, works } = await testConnection(
      { platforms: at.platforms, clock: at.clock, publicUrl },
      { ...platform, ...changes },
    );
    expect(works).toBe(findings.every(({ severity }) => severity !== 'problem'));
    for (const { code } of findings) seen.add(code);
    return findings;
  }
  const codes = async (changes: Partial<Platform> = {}, at: RegisteringTool = tool): Promise<string[]> =>
    (await found(changes, at))
      .map(({ code, place }) => (place === undefined ? code : `${place}: ${code}`))
      .filter((each) => each !== 'plain-http' && each !== 'launch-none')
      .sort();
  const login = (answer: Answer): void => peer.misbehave('/auth', answer);
  const fine = send(200, '<p>Bitte anmelden</p>', { 'Content-Type': 'text/html' });
  async function opened(policy: PlatformNetwork): Promise<RegisteringTool> {
    return RegisteringTool.open(policy);
  }

  test('finds nothing wrong with an LMS that works, and says what it cannot know', async () => {
    login(fine);
    expect((await found()).map(({ code, severity }) => [code, severity])).toEqual([
      ['plain-http', 'warning'],
      ['launch-none', 'note'],
    ]);
    login((_request, response) => {
      response.writeHead(302, { Location: `${publicUrl}/lti/launch?error=login_required` });
      response.end();
    });
    expect((await found()).map(({ code }) => code)).toEqual(['plain-http', 'launch-none']);
  });

  test('of the launches: what they came to, by what Lotse has seen', async () => {
    const redirectUri = launchAddress(publicUrl);
    const pages = await opened(network);
    const registered = await pages.platforms.register(nord, { ...peer.registration, clientId: 'launching' });
    const { launches } = pages.platforms;
    const pass = (milliseconds = 1): void => void (pages.clock.ahead += milliseconds);
    const launched = async (proved = false): Promise<Finding> => {
      if (proved) {
        login((_request, response) => {
          response.writeHead(302, { Location: `${redirectUri}?error=login_required` });
          response.end();
        });
      } else login(fine);
      return (await found(registered, pages)).find(({ code }) => code.startsWith('launch-'))!;
    };
    expect(await launched()).toMatchObject({ code: 'launch-none', severity: 'note' });
    launches.note(registered, 'begun');
    expect(await launched()).toMatchObject({ code: 'launch-unanswered', severity: 'problem', copy: redirectUri });
    expect(await launched(true)).toMatchObject({ code: 'launch-lost', severity: 'warning' });
    pass();
    launches.note(registered, { refused: 'unauthorized_client' });
    const refused = await launched();
    expect(refused).toMatchObject({
      code: 'launch-refused',
      severity: 'problem',
      values: { error: 'unauthorized_client' },
    });
    expect(findingSentences('de', refused).what).toContain(
      '(unauthorized_client): Sie kennt Lotse nicht unter dieser Client-ID.',
    );
    pass();
    launches.note(registered, 'arrived');
    expect(await launched()).toMatchObject({ code: 'launch-unconfirmed', severity: 'problem' });
    pass();
    launches.note(registered, 'confirmed');
    const moment = new Date(pages.clock.now()).toISOString();
    expect(await launched()).toMatchObject({
      code: 'launch-confirmed',
      severity: 'note',
      values: { moment: expect.stringContaining(moment.slice(0, 17)) },
    });
    // From here on there was a genuine launch, beside which others are a warning at most.
    pass();
    launches.note(registered, { refused: 'access_denied' });
    expect(await launched()).toMatchObject({ code: 'launch-refused', severity: 'warning' });
    pass();
    launches.note(registered, 'arrived');
    expect((await launched()).code).toBe('launch-confirmed');
    pass(launchWaitMs);
    expect(await launched()).toMatchObject({ code: 'launch-unconfirmed', severity: 'warning' });
    launches.note(registered, 'confirmed');
    pass();
    launches.note(registered, 'begun');
    expect((await launched()).code).toBe('launch-confirmed');
    pass(launchWaitMs);
    expect(await launched()).toMatchObject({ code: 'launch-lost', severity: 'warning', copy: redirectUri });
    await pages.close();
  });

  test.each([
    ['no keys there', send(404, '{}'), 'keys: wrong-status'],
    ['a page', send(200, '<html>', { 'Content-Type': 'text/html' }), 'keys: not-json'],
    ['no key set', send(200, '{"key":1}'), 'keys: keys-malformed'],
    ['no RSA key', send(200, '{"keys":[{"kty":"EC","kid":"1","crv":"P-256"}]}'), 'keys: keys-without-rs256'],
    ['a key without a name', send(200, '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}'), 'keys: keys-without-rs256'],
    [
      'a key too short to be trusted',
      send(
        200,
        JSON.stringify({
          keys: [
            { ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }), kid: '1' },
          ],
        }),
      ),
      'keys: keys-without-rs256',
    ],
    ['a key that is none', send(200, '{"keys":[{"kty":"RSA","kid":"1","e":"AQAB"}]}'), 'keys: keys-without-rs256'],
    ['megabytes', send(200, JSON.stringify({ keys: ['x'.repeat(3_000_000)] })), 'keys: too-large'],
    ['a redirect elsewhere', send(302, '', { Location: 'https://elsewhere.example/' }), 'keys: redirected'],
    ['silence', (): void => undefined, 'keys: no-answer'],
    ['a broken connection', ((_request, response) => void response.destroy()) as Answer, 'keys: connection-broken'],
  ] as const)('of the keys: %s', async (_name, answer, expected) => {
    login(fine);
    peer.misbehave('/jwks', answer);
    expect(await codes()).toEqual([expected]);
  });

  test.each([
    ['moodle', send(400, '{ "error" : "invalid_client" }'), 'token: token-unknown-client'],
    ['moodle', send(400, '{ "error" : "Signature verification failed" }'), 'token: token-key-refused'],
    ['moodle', send(400, '{ "error" : ""kid" invalid, unable to lookup correct key" }'), 'token: token-key-refused'],
    ['moodle', send(400, '{ "error" : "invalid_scope" }'), 'token: token-scope-refused'],
    ['ilias', send(400, '{"error":"invalid_request"}'), 'token: token-unknown-client'],
    ['ilias', send(500, '{"error":"ERROR_OPEN_SSL_CONF"}'), 'token: token-key-refused'],
    ['generic', send(401, '{"error":"invalid_client"}'), 'token: token-client-or-key-refused'],
    ['generic', send(400, '{"error":"invalid_grant"}'), 'token: token-key-refused'],
    ['generic', send(418, 'teapot'), 'token: token-refused'],
    ['generic', send(200, '<html>', { 'Content-Type': 'text/html' }), 'token: not-json'],
    ['generic', send(200, '{"token":"x"}'), 'token: token-malformed'],
  ] as const)('of the access token at %s: %#', async (kind: PlatformKind, answer, expected) => {
    login(fine);
    peer.misbehave('/token', answer);
    expect(await codes({ kind })).toEqual([expected]);
  });

  test('of our key: a peer that has another really refuses it', async () => {
    login(fine);
    const before = peer.toolKeys;
    peer.toolKeys = async () => ({ keys: [] });
    // The peer drops the connection where the assertion does not verify.
    expect(await codes()).toEqual(['token: connection-broken']);
    peer.toolKeys = before;
  });

  test.each([
    ['an unknown client', send(400, '{"error":"unauthorized_client"}'), 'login: login-unknown-client'],
    ['a redirect URI that is not listed', send(400, 'Invalid redirect_uri'), 'login: redirect-uri-not-listed'],
    ['nothing there', send(404, ''), 'login: wrong-status'],
  ] as const)('of the login: %s', async (_name, answer, expected) => {
    login(answer);
    expect(await codes()).toEqual([expected]);
  });

  test('of the clock: ahead and behind, a little and too much', async () => {
    for (const [seconds, severity, direction] of [
      [-200, 'problem', 'behind'],
      [200, 'problem', 'ahead'],
      [45, 'warning', 'ahead'],
    ] as const) {
      login(fine);
      peer.misbehave('/jwks', (_request, response) => {
        response.sendDate = false;
        send(200, JSON.stringify({ keys: peer.published.map(({ publicJwk }) => publicJwk) }), {
          'Content-Type': 'application/json',
          Date: new Date(tool.clock.now() + seconds * 1000).toUTCString(),
        })(_request, response);
      });
      const skew = (await found()).find(({ code }) => code === 'clock-skew');
      expect(skew).toMatchObject({ severity, values: { direction } });
      expect(Math.abs((skew!.values['seconds'] as number) - Math.abs(seconds))).toBeLessThanOrEqual(2);
    }
  });

  test.each([
    [
      1,
      'Die Uhr der Lernplattform geht gegenüber unserer 1 Sekunde vor.',
      "The learning platform's clock is 1 second ahead of ours.",
    ],
    [
      45,
      'Die Uhr der Lernplattform geht gegenüber unserer 45 Sekunden vor.',
      "The learning platform's clock is 45 seconds ahead of ours.",
    ],
  ])('of the clock, in words: %i', (seconds, german, english) => {
    const skew: Finding = { code: 'clock-skew', severity: 'warning', values: { seconds, direction: 'ahead' } };
    expect([findingSentences('de', skew).what, findingSentences('en', skew).what]).toEqual([german, english]);
  });

  test('of the network: names, ports, addresses inside, certificates', async () => {
    const closing = createTcpServer();
    const free = await listening(closing);
    await new Promise((resolve) => closing.close(resolve));
    login(fine);
    expect(await codes({ jwksUri: `http://127.0.0.1:${free}/` })).toEqual(['keys: connection-refused']);
    login(fine);
    expect(await codes({ jwksUri: 'https://user:password@lms.example/' })).toEqual(['keys: bad-address']);

    const nameless = await opened({
      ...network,
      resolve: async () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
    });
    login(fine);
    expect(await codes({ jwksUri: 'https://lms.example/' }, nameless)).toContain('keys: name-not-found');
    await nameless.close();

    const outside = await opened({ allowInternal: false, timeoutMs: 1500 });
    expect(await codes({}, outside)).toEqual([
      'keys: internal-address',
      'login: internal-address',
      'token: internal-address',
    ]);
    await outside.close();

    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = certificateFor(publicKey, privateKey)
      .toString('base64')
      .replace(/(.{64})/g, '$1\n');
    const answer: RequestListener = (_request, response) => response.end('{}');
    const secure = createHttpsServer(
      {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
        cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
      },
      answer,
    );
    servers.push(secure);
    login(fine);
    expect(await codes({ jwksUri: `https://127.0.0.1:${await listening(secure)}/` })).toEqual(['keys: certificate']);
    const plain = createHttpServer(answer);
    servers.push(plain);
    login(fine);
    expect(await codes({ jwksUri: `https://127.0.0.1:${await listening(plain)}/` })).toEqual(['keys: certificate']);
  });

  test('of what was entered: another issuer, other addresses, switched off, deployments', async () => {
    const configuration = (more: object): Answer =>
      send(
        200,
        JSON.stringify({
          issuer: peer.url,
          authorization_endpoint: `${peer.url}/auth`,
          token_endpoint: `${peer.url}/token`,
          jwks_uri: `${peer.url}/jwks`,
          ...more,
        }),
      );
    const path = '/mod/lti/openid-configuration.php';
    login(fine);
    peer.misbehave(path, configuration({}));
    expect(await codes({ kind: 'moodle' })).toEqual([]);
    login(fine);
    peer.misbehave(path, configuration({ issuer: `${peer.url}/` }));
    expect(await codes({ kind: 'moodle' })).toEqual(['issuer-differs']);
    login(fine);
    peer.misbehave(path, configuration({ token_endpoint: 'https://lms.example/token' }));
    expect(await codes({ kind: 'moodle' })).toEqual(['addresses-differ']);
    login(fine);
    expect(await codes({ active: false, deploymentIds: [], requestedDeploymentIds: ['7'] })).toEqual([
      'deployment-requested',
      'no-deployment',
      'switched-off',
    ]);
  });

  test('has found everything that it can find, and has words for it in both languages without a gap left open', () => {
    expect([...seen].sort()).toEqual([...findingCodes].sort());
    const values = {
      host: 'lms.example',
      reason: 'x',
      status: 1,
      client: 'c',
      word: 'w',
      redirectUri: 'r',
      seconds: 3,
      direction: 'ahead',
      entered: 'e',
      said: 's',
      deployments: 'd',
      name: 'n',
      moment: '2026-03-01T08:00:00.000Z',
    };
    for (const [code, error] of [
      ...findingCodes.map((each) => [each, 'other'] as const),
      ...loginErrors.map((each) => ['launch-refused', each] as const),
    ]) {
      for (const language of ['de', 'en'] as const) {
        const { what, todo } = findingSentences(language, {
          code,
          severity: 'note',
          place: 'keys',
          values: { ...values, error },
        });
        expect(what + todo).not.toMatch(/\{\{|undefined|\.what|\.do$|(?:error|remedy)\.\w/);
        expect(what).toMatch(/[.”“]$/);
        expect(todo.length).toBeGreaterThan(20);
      }
    }
  });
});
