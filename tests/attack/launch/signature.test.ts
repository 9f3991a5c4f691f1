import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportSPKI, importJWK, SignJWT, type CryptoKey } from 'jose';
import { type StartedLogin, type LtiTool, useLtiTool } from '../../support/lti-tool.js';
import { PlatformPeer } from '../../support/platform-peer.js';
import { encoded, expectRefused, launchWithToken } from '../../support/refused-launch.js';

const unpublished = { reason: 'launch: id_token is signed with a key that the LMS does not publish' };
const notRs256 = { reason: 'launch: id_token is not signed with RS256' };
const wrongSignature = { reason: 'launch: id_token signature does not fit' };

/** Tokens that the LMS did not sign, or not as it must. */
describe('attacks on the signature', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeAll(async () => {
    expect((await tool.launchWith()).status).toBe(303);
  });

  const attack = (make: (login: StartedLogin) => string | Promise<string>) => () => launchWithToken(tool, make);

  test.each(['none', 'None', 'NONE', ''])('alg "%s", without a signature', async (alg) => {
    await expectRefused(
      tool,
      attack((login) => `${encoded({ alg, kid: peer.key.kid })}.${encoded(peer.claims(login.nonce))}.`),
      notRs256,
    );
  });

  test('HS256 with the public key as secret, as PEM and as JWK', async () => {
    const pem = await exportSPKI(
      (await importJWK({ ...peer.key.publicJwk }, 'RS256', { extractable: true })) as CryptoKey,
    );
    for (const secret of [pem, pem.trim(), JSON.stringify(peer.key.publicJwk), peer.key.publicJwk.n!]) {
      await expectRefused(
        tool,
        attack((login) => {
          const text = `${encoded({ alg: 'HS256', kid: peer.key.kid })}.${encoded(peer.claims(login.nonce))}`;
          return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
        }),
        notRs256,
      );
    }
  });

  test.each(['RS384', 'RS512', 'PS256', 'ES256', 'EdDSA'])('another algorithm: %s', async (alg) => {
    await expectRefused(
      tool,
      attack((login) => peer.signText(JSON.stringify(peer.claims(login.nonce)), { alg })),
      notRs256,
    );
  });

  test('foreign key under a foreign kid', async () => {
    const stranger = await peer.newKey();
    await expectRefused(
      tool,
      attack((login) => peer.sign(peer.claims(login.nonce), stranger)),
      unpublished,
    );
  });

  test('foreign key under the right kid', async () => {
    const stranger = { ...(await peer.newKey()), kid: peer.key.kid };
    await expectRefused(
      tool,
      attack((login) => peer.sign(peer.claims(login.nonce), stranger)),
      wrongSignature,
    );
  });

  test('a key and kid of another LMS that is registered too', async () => {
    const other = await PlatformPeer.start();
    try {
      await tool.platforms.register(tool.platform.organisation, other.registration);
      const login = await tool.begin({ iss: other.url });
      expect((await tool.answer(login, await other.sign(other.claims(login.nonce)))).status).toBe(303);
      await expectRefused(
        tool,
        attack((begun) => other.sign(peer.claims(begun.nonce))),
        unpublished,
      );
    } finally {
      await other.close();
    }
  });

  test('no kid, an empty one, one of kilobytes, one that is no text', async () => {
    const withKid = (kid: unknown) =>
      attack((login) => peer.signText(JSON.stringify(peer.claims(login.nonce)), { kid }));
    const nameless = { reason: 'launch: id_token names no key' };
    await expectRefused(tool, withKid(undefined), nameless);
    await expectRefused(tool, withKid('k'.repeat(600)), nameless);
    await expectRefused(tool, withKid({ toString: 'x' }), nameless);
    await expectRefused(tool, withKid(''), nameless);
    await expectRefused(tool, withKid('__proto__'), unpublished);
  });

  test.each(['jwk', 'jku', 'x5u', 'x5c'])('a key that the header brings along (%s) is not looked at', async (name) => {
    const stranger = await peer.newKey();
    const brought = {
      jwk: stranger.publicJwk,
      jku: `${peer.url}/jwks-of-a-stranger`,
      x5u: `${peer.url}/certificate`,
      x5c: ['MIIB'],
    }[name];
    const claims = (login: StartedLogin): string => JSON.stringify(peer.claims(login.nonce));
    await expectRefused(
      tool,
      attack((login) => peer.signText(claims(login), { [name]: brought }, stranger)),
      unpublished,
    );
    await expectRefused(
      tool,
      attack((login) => peer.signText(claims(login), { [name]: brought, kid: peer.key.kid }, stranger)),
      wrongSignature,
    );
    expect(peer.requests.filter((path) => path !== '/jwks')).toEqual([]);
  });

  test('a header with critical extensions that nobody knows', async () => {
    await expectRefused(
      tool,
      attack((login) => peer.signText(JSON.stringify(peer.claims(login.nonce)), { crit: ['lotse'], lotse: true })),
      { reason: 'launch: id_token: ERR_JOSE_NOT_SUPPORTED' },
    );
  });

  test('altered claims under the right signature; a signature cut short, left out or of another token', async () => {
    const parts = async (login: StartedLogin) =>
      (await peer.sign(peer.claims(login.nonce))).split('.') as [string, string, string];
    await expectRefused(
      tool,
      attack(async (login) => {
        const [header, , signature] = await parts(login);
        return `${header}.${encoded(peer.claims(login.nonce, { sub: 'somebody-else' }))}.${signature}`;
      }),
      wrongSignature,
    );
    await expectRefused(
      tool,
      attack(async (login) => (await parts(login)).join('.').slice(0, -20)),
      wrongSignature,
    );
    await expectRefused(
      tool,
      attack(async (login) => `${(await parts(login)).slice(0, 2).join('.')}.`),
      wrongSignature,
    );
    const [, , elsewhere] = await parts(await tool.begin());
    await expectRefused(
      tool,
      attack(async (login) => `${(await parts(login)).slice(0, 2).join('.')}.${elsewhere}`),
      wrongSignature,
    );
  });

  test('a key that the LMS publishes for something else, or that is too short, signs nothing', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const short = {
      ...(publicKey.export({ format: 'jwk' }) as { kty: string; n: string; e: string }),
      kid: 'short',
      alg: 'RS256',
      use: 'sig',
    };
    const encrypting = await peer.newKey();
    const published = peer.published;
    peer.published = [
      peer.key,
      { ...encrypting, publicJwk: { ...encrypting.publicJwk, use: 'enc' } },
      { kid: 'short', privateKey: peer.key.privateKey, publicJwk: short },
    ];
    tool.clock.advance(3_700_000);
    try {
      await expectRefused(
        tool,
        attack((login) => peer.sign(peer.claims(login.nonce), encrypting)),
        unpublished,
      );
      await expectRefused(
        tool,
        attack((login) => {
          const text = `${encoded({ alg: 'RS256', kid: 'short' })}.${encoded(peer.claims(login.nonce))}`;
          return `${text}.${createHmac('sha256', privateKey.export({ type: 'pkcs8', format: 'der' }))
            .update(text)
            .digest('base64url')}`;
        }),
        unpublished,
      );
    } finally {
      peer.published = published;
    }
  });

  test('a token of ours, signed with the key that we sign with', async () => {
    const [ours] = await tool.platforms.publishedKeys();
    const forged = await new SignJWT({ nonce: 'n' })
      .setProtectedHeader({ alg: 'RS256', kid: ours!.kid })
      .sign(peer.key.privateKey);
    await expectRefused(
      tool,
      attack(() => forged),
      unpublished,
    );
  });
});
