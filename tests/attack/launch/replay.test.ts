import { describe, expect, test } from '@jest/globals';
import { type LtiTool, useLtiTool } from '../../support/lti-tool.js';
import type { PlatformPeer } from '../../support/platform-peer.js';
import { expectRefused, launchWithToken } from '../../support/refused-launch.js';

const used = { reason: 'launch: state unknown, used or expired' };
const otherNonce = { reason: 'launch: id_token nonce is not that of this login' };

/** What was good once. */
describe('replays', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test('nonce of another login', async () => {
    const other = await tool.begin();
    await expectRefused(tool, () => launchWithToken(tool, () => peer.sign(peer.claims(other.nonce))), otherNonce);
  });

  test('the same answer replayed: the state is used', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    expect((await tool.answer(login, token)).status).toBe(303);
    await expectRefused(tool, () => tool.answer(login, token), used);
  });

  test('a used token under a new state: the nonce is used', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    expect((await tool.answer(login, token)).status).toBe(303);
    await expectRefused(tool, () => launchWithToken(tool, () => token), otherNonce);
  });

  test('a refused answer has used its login up: guessing takes a login a guess', async () => {
    const login = await tool.begin();
    await expectRefused(tool, async () => tool.answer(login, await peer.sign(peer.claims('guessed'))), otherNonce);
    await expectRefused(tool, async () => tool.answer(login, await peer.sign(peer.claims(login.nonce))), used);
  });

  test('the same answer twenty times at once: one comes in', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    const before = tool.census();
    const answers = await Promise.all(Array.from({ length: 20 }, () => tool.answer(login, token)));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(19);
    const grants = Object.keys(before).find((table) => /grant/.test(table))!;
    expect(tool.census()[grants]! - before[grants]!).toBe(1);
  });

  test('a state that was made up, left out, or sent twice', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    await expectRefused(tool, () => tool.post('/lti/launch', { id_token: token, state: 'made-up' }), used);
    await expectRefused(tool, () => tool.post('/lti/launch', { id_token: token }), {
      reason: 'launch: state missing or malformed',
    });
    await expectRefused(tool, () => tool.post('/lti/launch', { id_token: token, state: [login.state, 'other'] }), {
      reason: 'launch: state missing or malformed',
    });
    await expectRefused(tool, () => tool.post('/lti/launch', { state: login.state }), {
      reason: 'launch: id_token missing or malformed',
    });
  });

  test('a state that has expired', async () => {
    const login = await tool.begin();
    tool.clock.advance(601_000);
    await expectRefused(tool, async () => tool.answer(login, await peer.sign(peer.claims(login.nonce))), used);
  });
});
