import { describe, expect, test } from '@jest/globals';
import { createSigningKeys } from '../../../lti-tool/platform/index.js';
import { type LtiTool, nord, useLtiTool } from '../../support/lti-tool.js';
import { type PlatformPeer, status } from '../../support/platform-peer.js';

/** 1EdTech Security Framework §6: key sets, ours and theirs. */
describe('key sets', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test('the tool publishes its public keys with kid, alg and use, and nothing private', async () => {
    const answer = await tool.get('/lti/keys').expect(200);
    const { keys } = answer.body as { keys: Record<string, string>[] };
    expect(keys).toEqual([
      { kty: 'RSA', kid: expect.any(String), alg: 'RS256', use: 'sig', n: expect.any(String), e: 'AQAB' },
    ]);
    expect(Buffer.from(keys[0]!['n']!, 'base64url').length * 8).toBeGreaterThanOrEqual(3072);
  });

  test('keys at rest cannot be read without the encryption key', async () => {
    const [key] = await tool.store.signingKeys.listSigningKeys(nord);
    expect(key!.sealed).not.toContain('KEY-----');
    const stranger = createSigningKeys(tool.store, tool.clock, 'another key');
    await expect(stranger.signer(tool.platform)).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  test('one fetch serves many launches', async () => {
    const before = peer.requested('/jwks');
    await Promise.all([tool.launchWith(), tool.launchWith(), tool.launchWith()]);
    await tool.launchWith();
    expect(peer.requested('/jwks') - before).toBeLessThanOrEqual(1);
  });

  test('a rotated key is found by one more look; a made-up one does not make the tool ask again and again', async () => {
    expect((await tool.launchWith()).status).toBe(303);
    const rotated = await peer.newKey();
    peer.published = [peer.key, rotated];
    tool.clock.advance(31_000);
    const before = peer.requested('/jwks');
    const login = await tool.begin();
    expect((await tool.answer(login, await peer.sign(peer.claims(login.nonce), rotated))).status).toBe(303);
    const stranger = await peer.newKey();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const again = await tool.begin();
      await tool.answer(again, await peer.sign(peer.claims(again.nonce), stranger)).expect(401);
    }
    expect(peer.requested('/jwks') - before).toBe(1);
  });

  test('keys that were fetched serve on while the platform does not answer', async () => {
    tool.clock.advance(3 * 3_600_000);
    peer.misbehave('/jwks', status(500));
    expect((await tool.launchWith()).status).toBe(303);
  });

  test('a clock that is set back keeps no new key out, and makes no failure last', async () => {
    expect((await tool.launchWith()).status).toBe(303);
    tool.clock.advance(7_200_000);
    expect((await tool.launchWith()).status).toBe(303);
    const stranger = await peer.newKey();
    const login = await tool.begin();
    await tool.answer(login, await peer.sign(peer.claims(login.nonce), stranger)).expect(401);
    tool.clock.advance(-7_200_000);
    const rotated = await peer.newKey();
    peer.published = [rotated];
    const again = await tool.begin();
    expect((await tool.answer(again, await peer.sign(peer.claims(again.nonce), rotated))).status).toBe(303);
  });

  test('one LMS may be registered once', async () => {
    await expect(tool.platforms.register(nord, peer.registration)).rejects.toMatchObject({ code: 'conflict' });
    expect((await tool.platforms.publishedKeys()).length).toBe(1);
  });
});
