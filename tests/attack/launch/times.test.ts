import { describe, expect, test } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { type LtiTool, useLtiTool } from '../../support/lti-tool.js';
import type { PlatformPeer } from '../../support/platform-peer.js';
import { expectRefused, launchWithToken, shifted } from '../../support/refused-launch.js';

/** Tokens from the past and from the future. */
describe('attacks by time', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  const attack = (change: (claims: JWTPayload) => JWTPayload) => () =>
    launchWithToken(tool, (login) => peer.sign(change(peer.claims(login.nonce))));
  const tooOld = { reason: 'launch: id_token has expired or is too old' };
  const tooEarly = (name: string) => ({ reason: `launch: id_token claim ${name}: check_failed` });

  test('expired', () =>
    expectRefused(
      tool,
      attack((claims) => shifted(claims, -200)),
      tooOld,
    ));

  test('a little expired, or a little early, is a matter of clocks', async () => {
    expect((await attack((claims) => shifted(claims, -120))()).status).toBe(303);
    expect((await attack((claims) => shifted(claims, 60))()).status).toBe(303);
  });

  test('expired by one second more than clocks may differ', async () => {
    await expectRefused(
      tool,
      attack((claims) => shifted(claims, -152)),
      tooOld,
    );
  });

  test('not yet valid (nbf)', async () => {
    await expectRefused(
      tool,
      attack((claims) => ({ ...claims, nbf: claims.iat! + 600 })),
      tooEarly('nbf'),
    );
  });

  test('issued in the future (iat)', () =>
    expectRefused(
      tool,
      attack((claims) => shifted(claims, 600)),
      tooEarly('iat'),
    ));

  test('issued long ago, good for a year (iat)', async () => {
    await expectRefused(
      tool,
      attack((claims) => ({ ...claims, iat: claims.iat! - 86_400, exp: claims.exp! + 31_536_000 })),
      tooOld,
    );
  });

  test.each(['exp', 'iat', 'nonce', 'iss', 'aud'])('without %s', async (name) => {
    await expectRefused(
      tool,
      attack((claims) => ({ ...claims, [name]: undefined }) as unknown as JWTPayload),
      { reason: `launch: id_token claim ${name}: missing` },
    );
  });

  test.each([
    ['exp', '"soon"'],
    ['iat', '"now"'],
    ['nbf', '"later"'],
    ['exp', 'null'],
    ['iat', 'null'],
    ['exp', '[]'],
  ])('%s that is no number: %s', async (name, value) => {
    const make = () =>
      launchWithToken(tool, (login) =>
        peer.signText(JSON.stringify({ ...peer.claims(login.nonce), [name]: 'VALUE' }).replace('"VALUE"', value)),
      );
    await expectRefused(tool, make, { reason: `launch: id_token claim ${name}: invalid` });
  });
});
