import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { platformConfiguration, RegisteringPlatform, sendJson } from '../support/registering-platform.js';
import { RegisteringTool } from '../support/registering-tool.js';

const configurationPath = '/mod/lti/openid-configuration.php';
const registrationPath = '/mod/lti/openid-registration.php';

/** Each attack is refused with a reason of its own, and nothing is connected. */
describe('attacks on the registration', () => {
  let lms: RegisteringPlatform;
  let tool: RegisteringTool;
  let guarded: RegisteringTool;
  let number = 0;
  beforeAll(async () => {
    lms = await RegisteringPlatform.start();
    tool = await RegisteringTool.open();
    guarded = await RegisteringTool.open({
      allowInternal: false,
      resolve: async () => [{ address: '10.1.2.3', family: 4 }],
    });
  });
  afterAll(async () => {
    await Promise.all([tool.close(), guarded.close(), lms.close()]);
  });
  afterEach(() => {
    lms.instead.clear();
  });

  const parameters = async (at: RegisteringTool = tool): Promise<Record<string, string>> => {
    number += 1;
    lms.clientId = `attacked-${number}`;
    return {
      invitation: await at.invitation(),
      openid_configuration: lms.configurationUrl,
      registration_token: `token-${number}`,
    };
  };
  const nothingConnected = async (at: RegisteringTool = tool): Promise<void> => {
    expect(await at.store.platforms.findPlatformByClient(lms.url, lms.clientId)).toBeUndefined();
  };

  test.each([
    ['another issuer', { issuer: 'https://moodle.example' }, 'configuration-issuer'],
    ['an issuer at another port', { issuer: 'http://127.0.0.1:1' }, 'configuration-issuer'],
    ['an issuer that is no address', { issuer: 'moodle' }, 'configuration-issuer'],
    [
      'a token endpoint without https at another host',
      { token_endpoint: 'http://token.example/token' },
      'configuration-insecure',
    ],
    ['keys by another scheme', { jwks_uri: 'file:///etc/passwd' }, 'configuration-insecure'],
    ['keys with a user name', { jwks_uri: 'https://root:toor@keys.example/' }, 'configuration-address'],
    ['an endpoint that is no address', { registration_endpoint: 'openid-registration.php' }, 'configuration-malformed'],
    ['no registration endpoint', { registration_endpoint: undefined }, 'configuration-malformed'],
    ['no LTI', { [platformConfiguration]: undefined }, 'configuration-malformed'],
    ['no RS256', { id_token_signing_alg_values_supported: ['HS256'] }, 'configuration-unsupported'],
    [
      'no launches',
      { [platformConfiguration]: { messages_supported: [{ type: 'LtiDeepLinkingRequest' }] } },
      'configuration-unsupported',
    ],
  ])('a configuration with %s', async (_name, overrides, reason) => {
    lms.say(overrides);
    const answer = await tool.show(await parameters()).expect(400);
    expect(answer.text).toContain('So lässt sich die Lernplattform nicht verbinden');
    expect(tool.reasons.at(-1)).toMatch(new RegExp(`^registration: ${reason}\\b`));
    await nothingConnected();
  });

  test.each([
    [
      'megabytes',
      'configuration-too-large',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const block = Buffer.alloc(64 * 1024, 0x20);
        const more = (): void => {
          while (!response.destroyed && response.write(block));
        };
        response.on('drain', more);
        more();
      },
    ],
    [
      'a length of megabytes',
      'configuration-too-large',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '90000000' });
        response.flushHeaders();
      },
    ],
    [
      'a page instead of JSON',
      'configuration-content-type',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end('{}');
      },
    ],
    [
      'something that is no JSON',
      'configuration-malformed',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end('<html>');
      },
    ],
    ['an error', 'configuration-unreachable', (response: ServerResponse) => sendJson(response, 500, {})],
    ['a broken connection', 'configuration-unreachable', (response: ServerResponse) => response.destroy()],
    [
      'redirects without end',
      'configuration-unreachable',
      (response: ServerResponse) => sendJson(response, 302, {}, { Location: configurationPath }),
    ],
    [
      'a redirect to another host',
      'configuration-unreachable',
      (response: ServerResponse) => sendJson(response, 302, {}, { Location: 'http://localhost:1/' }),
    ],
    [
      'a redirect to a metadata service',
      'configuration-internal',
      (response: ServerResponse) => sendJson(response, 302, {}, { Location: 'http://169.254.169.254/latest/' }),
    ],
  ] as const)('a configuration address that answers with %s', async (_name, reason, answer) => {
    lms.instead.set(configurationPath, (_request, response) => answer(response));
    const asked = lms.requests.length;
    await tool.show(await parameters()).expect(400);
    expect(tool.reasons.at(-1)).toMatch(new RegExp(`^registration: ${reason}\\b`));
    expect(lms.requests.length - asked).toBeLessThanOrEqual(4);
    await nothingConnected();
  });

  test.each([
    'http://127.0.0.1:1/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://172.31.255.255/',
    'https://100.64.0.1/',
    'https://[fd12::1]/',
    'https://[fe80::1]/',
    'https://169.254.169.254/',
    'https://0.0.0.0/',
    'https://１２７.0.0.1/',
    'https://lms.intern.example/',
    'https://user:pass@lms.example/',
    'ftp://lms.example/',
    'file:///etc/passwd',
    'gopher://x/',
    'javascript:alert(1)',
    '//lms.example/',
    'x',
  ])('a configuration address %s, where internal networks are not asked', async (address) => {
    const answer = await guarded.show({ ...(await parameters(guarded)), openid_configuration: address }).expect(400);
    expect(answer.text).toContain('alert');
    expect(guarded.reasons.at(-1)).toMatch(/^registration: configuration-(internal|address|insecure|unreachable)/);
    if (address.startsWith('https:') && !address.includes('@'))
      expect(answer.text).toContain('LOTSE_ALLOW_INTERNAL_PLATFORMS');
  });

  test.each([
    'https://169.254.169.254/',
    'https://100.100.100.200/',
    'https://168.63.129.16/',
    'https://192.0.0.192/',
    'https://[fd00:ec2::254]/',
    'https://[fd20:ce::254]/',
    'https://[::ffff:100.100.100.200]/',
    'https://0.0.0.0/',
  ])("a cloud's own service at %s, even where internal networks are asked", async (address) => {
    await tool.show({ ...(await parameters()), openid_configuration: address }).expect(400);
    expect(tool.reasons.at(-1)).toMatch(/^registration: configuration-internal .*no LMS can have/);
  });

  test('a name that means a public address when it is checked and an internal one when it is used', async () => {
    const inside = createServer((_request, response) => sendJson(response, 200, {}));
    inside.listen(0, '127.0.0.1');
    await once(inside, 'listening');
    let looked = 0;
    const rebound = await RegisteringTool.open({
      allowInternal: false,
      resolve: async () => {
        looked += 1;
        return looked === 1
          ? [
              { address: '198.51.99.1', family: 4 },
              { address: '127.0.0.1', family: 4 },
            ]
          : [{ address: '127.0.0.1', family: 4 }];
      },
    });
    let reached = 0;
    inside.on('connection', () => (reached += 1));
    const { port } = inside.address() as AddressInfo;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await rebound
        .show({ ...(await parameters(rebound)), openid_configuration: `https://rebinding.example:${port}/` })
        .expect(400);
      expect(rebound.reasons.at(-1)).toMatch(/^registration: configuration-internal/);
    }
    expect(reached).toBe(0);
    await rebound.close();
    inside.close();
  });

  test('a platform that never answers, or drop by drop, is not waited for', async () => {
    const impatient = await RegisteringTool.open({ allowInternal: true, timeoutMs: 300 });
    const drops: NodeJS.Timeout[] = [];
    for (const answer of [
      () => undefined,
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        drops.push(setInterval(() => response.write(' '), 50));
      },
    ]) {
      lms.instead.set(configurationPath, (_request, response) => answer(response));
      const began = Date.now();
      await impatient.show(await parameters(impatient)).expect(400);
      expect(impatient.reasons.at(-1)).toMatch(/^registration: configuration-unreachable .*no answer within 300 ms/);
      expect(Date.now() - began).toBeLessThan(5000);
    }
    lms.instead.clear();
    lms.instead.set(registrationPath, () => undefined);
    const page = await impatient.show(await parameters(impatient)).expect(200);
    await impatient.agree(page).expect(400);
    expect(impatient.reasons.at(-1)).toMatch(/^registration: registration-unreachable/);
    drops.forEach((drop) => clearInterval(drop));
    await impatient.close();
  });

  test('nothing is fetched for somebody without an invitation', async () => {
    const asked = lms.requests.length;
    await tool.show({ ...(await parameters()), invitation: 'a'.repeat(43) }).expect(400);
    await tool.show({ openid_configuration: lms.configurationUrl }).expect(400);
    expect(lms.requests.length).toBe(asked);
  });

  test.each([
    [
      'a refusal',
      'registration-refused',
      (response: ServerResponse) => sendJson(response, 400, { error: 'invalid_redirect_uri' }),
    ],
    ['no client id', 'registration-malformed', (response: ServerResponse) => sendJson(response, 201, {})],
    [
      'a client id that is not one',
      'registration-malformed',
      (response: ServerResponse) => sendJson(response, 201, { client_id: { $ne: 1 } }),
    ],
    ['a page', 'registration-malformed', (response: ServerResponse) => response.end('<html>')],
    ['a broken connection', 'registration-unreachable', (response: ServerResponse) => response.destroy()],
    [
      'a redirect to another host, which would get the token',
      'registration-refused',
      (response: ServerResponse) => sendJson(response, 307, {}, { Location: 'https://thief.example/' }),
    ],
  ] as const)('a registration that is answered with %s leaves the invitation good', async (_name, reason, answer) => {
    const given = await parameters();
    lms.instead.set(registrationPath, (_request, response) => void answer(response));
    const page = await tool.show(given).expect(200);
    await tool.agree(page).expect(400);
    expect(tool.reasons.at(-1)).toMatch(new RegExp(`^registration: ${reason}\\b`));
    await nothingConnected();
    lms.instead.clear();
    await tool.agree(page).expect(200);
  });

  test('fields twice, too long or of another kind are refused calmly', async () => {
    const given = await parameters();
    for (const odd of [
      { invitation: ['a', 'b'] },
      { openid_configuration: ['a', 'b'] },
      { registration_token: 'a b' },
      { registration_token: 'x'.repeat(8193) },
      { openid_configuration: `https://x/${'y'.repeat(2100)}` },
    ]) {
      await tool.show({ ...given, ...odd } as unknown as Record<string, string>).expect(400);
    }
  });
});
