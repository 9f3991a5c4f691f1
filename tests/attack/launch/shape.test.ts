import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JWTPayload } from 'jose';
import { type LtiTool, useLtiTool } from '../../support/lti-tool.js';
import { claim, type PlatformPeer } from '../../support/platform-peer.js';
import { encoded, expectRefused, launchWithToken } from '../../support/refused-launch.js';

/** Messages that are too large, ambiguous, or no messages at all. */
describe('attacks by shape', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeAll(async () => {
    expect((await tool.launchWith()).status).toBe(303);
  });

  const token = (make: string | ((nonce: string) => string | Promise<string>)) => () =>
    launchWithToken(tool, (login) => (typeof make === 'string' ? make : make(login.nonce)));
  const text = (change: (json: string) => string) =>
    token((nonce) => peer.signText(change(JSON.stringify(peer.claims(nonce)))));

  test('a body over the limit', async () => {
    const answer = await tool.post('/lti/launch', { id_token: 'x'.repeat(300_000), state: 's' });
    expect(answer.status).toBe(413);
    expect(tool.log.at(-1)).toMatchObject({ code: 'too-large' });
  });

  test('a token beyond measure, signed or not', async () => {
    await expectRefused(tool, token('x'.repeat(70_000)), { reason: 'launch: id_token missing or malformed' });
    await expectRefused(
      tool,
      token((nonce) => peer.sign(peer.claims(nonce, { filler: 'x'.repeat(60_000) }))),
      { reason: 'launch: id_token missing or malformed' },
    );
  });

  test('what is no token', async () => {
    const none = { reason: 'launch: id_token is not a JWT' };
    for (const nonsense of [
      'not.a.token',
      'x',
      '....',
      `${encoded('[]')}.e30.x`,
      `${encoded('null')}.e30.x`,
      `${encoded('"RS256"')}.e30.x`,
    ])
      await expectRefused(tool, token(nonsense), none);
    // Encrypted tokens have five parts; nobody could have encrypted one for us.
    await expectRefused(tool, token(`${encoded({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: peer.key.kid })}.a.b.c.d`), {
      reason: 'launch: id_token is not signed with RS256',
    });
    await expectRefused(tool, token(`${encoded({ alg: 'RS256', kid: peer.key.kid })}.a.b.c.d`), {
      reason: 'launch: id_token: ERR_JWS_INVALID',
    });
  });

  test.each(['[]', '"text"', 'null', '17', '', '{'])('signed claims that are no object: %s', async (payload) => {
    await expectRefused(
      tool,
      token(() => peer.signText(payload)),
      { reason: 'launch: id_token: ERR_JWT_INVALID' },
    );
  });

  test('duplicate claims: which one holds is not for us to guess', async () => {
    await expectRefused(
      tool,
      text((json) => json.replace('{', '{"sub":"first",')),
      { reason: 'launch: id_token is not strict JSON at sub' },
    );
    await expectRefused(
      tool,
      text((json) => json.replace('"content":', '"content":"other","content":')),
      { reason: `launch: id_token is not strict JSON at ["${claim('custom')}"].content` },
    );
  });

  test('lone surrogates, which would make two people one', async () => {
    await expectRefused(
      tool,
      text((json) => json.replace('"user-17"', '"\\ud800"')),
      { reason: 'launch: id_token is not strict JSON at sub' },
    );
    await expectRefused(
      tool,
      text((json) => json.replace('"link-5"', '"\\udc00x"')),
      { reason: `launch: id_token is not strict JSON at ["${claim('resource_link')}"].id` },
    );
  });

  test('claims nested without end', async () => {
    const answer = await text((json) => json.replace('{', `{"deep":${'['.repeat(500)}${']'.repeat(500)},`))();
    expect(answer.status).toBe(401);
    expect(tool.reasons.at(-1)).toMatch(/^launch: id_token is not strict JSON/);
  });

  test('any claim with a value of any kind: in, or refused with a 4xx, and never a fault of ours', async () => {
    const names = Object.keys(peer.claims('')).filter((name) => !['nonce', 'iat', 'exp'].includes(name));
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        '',
        '\u0000',
        '__proto__',
        '$Context.id',
        -0,
        1e308,
        [],
        {},
        { id: '\u0000' },
        { id: 'x'.repeat(300) },
        'https://[',
        '../../etc/passwd',
        'a'.repeat(5000),
      ),
    );
    const changes = fc.dictionary(
      fc.constantFrom(...names, claim('for_user'), 'locale', 'azp', 'nbf', 'given_name'),
      values,
      { minKeys: 1, maxKeys: 4 },
    );
    const inner = fc.record({
      name: fc.constantFrom(...names.filter((name) => name.startsWith('https:'))),
      key: fc.constantFrom(
        'id',
        'title',
        'locale',
        'return_url',
        'document_target',
        'height',
        'content',
        'page',
        'lineitem',
        'scope',
        'context_memberships_url',
      ),
      value: values,
    });
    await fc.assert(
      fc.asyncProperty(changes, fc.option(inner), async (overrides, within) => {
        const login = await tool.begin();
        const claims: JWTPayload = peer.claims(login.nonce, overrides);
        const target: unknown = within === null ? undefined : claims[within.name];
        if (within !== null && typeof target === 'object' && target !== null && !Array.isArray(target))
          claims[within.name] = { ...target, [within.key]: within.value };
        const answer = await tool.answer(login, await peer.sign(claims));
        const entered =
          answer.status === 303 && (answer.headers['location'] as unknown as string).startsWith('http://lotse.test/');
        expect(entered || (answer.status >= 400 && answer.status < 500 && /<h1>[^<]+<\/h1>/.test(answer.text))).toBe(
          true,
        );
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('fields of any kind at both addresses: a page, and never a fault of ours', async () => {
    const field = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('\u0000', '%', 'x'.repeat(9000), '[object Object]', '__proto__'),
    );
    const names = [
      'iss',
      'login_hint',
      'target_link_uri',
      'client_id',
      'lti_message_hint',
      'lti_deployment_id',
      'lti_storage_target',
      'id_token',
      'state',
      'binding',
      'error',
      '__proto__',
      'a[b]',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/lti/login', '/lti/launch'),
        fc.dictionary(fc.constantFrom(...names), field),
        fc.boolean(),
        async (path, fields, whole) => {
          const answer = await tool.post(path, whole ? { ...tool.initiation(), ...fields } : fields);
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);
});
