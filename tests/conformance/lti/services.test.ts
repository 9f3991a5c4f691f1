import { beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger } from '../../../base/index.js';
import { createRoster } from '../../../lti-tool/roster/index.js';
import type { Answer } from '../../support/http-peer.js';
import { courseVisit, type LtiTool, nord, useLtiTool } from '../../support/lti-tool.js';
import { json, type PlatformPeer } from '../../support/platform-peer.js';

/** The services of LMSs as they are, where their specifications leave something open or they overlook it. */
describe('services of an LMS', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeEach(() => {
    // A token of the test before must not serve this one.
    tool.clock.advance(2 * 86_400_000);
    peer.misbehaviour.clear();
    peer.requests.length = 0;
  });

  const scoresPath = (): string => `${new URL(peer.lineItem).pathname}/scores`;
  const token =
    (expires: unknown): Answer =>
    (_request, response) =>
      json(response, 200, {
        access_token: 'a-token',
        token_type: 'Bearer',
        ...(expires === undefined ? {} : { expires_in: expires }),
      });
  const taken: Answer = (_request, response) => json(response, 200, {});
  const submit = (): Promise<void> => tool.platforms.scores.submit(tool.platform, peer.lineItem, { userId: 'user-17' });

  test.each([
    ['in words', (response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end('OK')],
    ['with a page', (response) => response.writeHead(201, { 'Content-Type': 'text/html' }).end('<html>')],
    ['with nothing', (response) => response.writeHead(204).end()],
  ] satisfies readonly (readonly [string, (response: Parameters<Answer>[1]) => unknown])[])(
    'a score is taken where the LMS says so %s (AGS 2.0 §3.4 names no body)',
    async (_name, answer) => {
      peer.misbehave(scoresPath(), (_request, response) => void answer(response));
      await expect(submit()).resolves.toBeUndefined();
      expect(peer.requested(scoresPath())).toBe(1);
    },
  );

  test.each([
    [604_800, 'a week'],
    ['3600', 'as text'],
    [null, 'null'],
    [-1, 'no time at all'],
    ['soon', 'in words'],
    [undefined, 'nothing said'],
  ])('an access token that is good for %j (%s) serves (RFC 6749 §5.1)', async (expires, _words) => {
    peer.misbehave('/token', token(expires));
    peer.misbehave(scoresPath(), taken, taken);
    await submit();
    await submit();
    expect(peer.requested('/token')).toBe(1);
  });

  test('a token that is said to be good for years is asked for anew every day', async () => {
    peer.misbehave('/token', token(1e12), token(1e12));
    peer.misbehave(scoresPath(), taken, taken);
    await submit();
    tool.clock.advance(86_400_000);
    await submit();
    expect(peer.requested('/token')).toBe(2);
  });

  test.each(['moodle', '', 'urn:lms:1', 'https://', 'https://lms.example/a b', 'https://lms.example '])(
    'an LMS whose issuer is %j is not connected: launches would open, and nothing of them could be stored',
    async (issuer) => {
      await expect(tool.platforms.register(nord, { ...peer.registration, issuer })).rejects.toMatchObject({
        code: 'bad-request',
        path: 'issuer',
      });
    },
  );

  test('a trainer whose page is open while the LMS is switched off sees those who were launched, not a refusal', async () => {
    await tool.launchWith();
    const roster = createRoster({
      store: tool.store,
      people: tool.people,
      platforms: tool.platforms,
      clock: tool.clock,
      logger: createLogger('silent'),
    });
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    const { members, asOf } = await roster.members(
      nord,
      courseVisit(tool, peer, { contextId: '7', membershipsUrl: peer.membershipsUrl }),
    );
    await tool.platforms.change(nord, tool.platform.id, { active: true });
    expect([members.map(({ name }) => name), asOf]).toEqual([['Aylin Kaya'], undefined]);
    expect(peer.requests.filter((path) => path === '/memberships')).toEqual([]);
  });
});
