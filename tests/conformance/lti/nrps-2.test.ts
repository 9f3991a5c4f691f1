import { beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '../../../base/index.js';
import { nextPage } from '../../../lti-tool/platform/index.js';
import { createRoster } from '../../../lti-tool/roster/index.js';
import type { Answer } from '../../support/http-peer.js';
import { courseVisit, type LtiTool, nord, useLtiTool } from '../../support/lti-tool.js';
import { type PlatformPeer, status } from '../../support/platform-peer.js';
import { until } from '../../support/until.js';

/** Names and Role Provisioning Services 2.0 §2: the course's members. */
describe('names and roles', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeAll(() => {
    peer.members = [
      { user_id: 'user-17', status: 'Active', name: 'Aylin Kaya', roles: ['Learner'] },
      {
        user_id: 'user-18',
        given_name: 'Jonas',
        family_name: 'Brandt',
        roles: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      },
      { user_id: 'user-19', status: 'Inactive', name: 'Weg', roles: ['Learner'] },
      { user_id: 'user-20', status: 'Active', roles: ['Instructor'] },
      { user_id: 21, status: 'Active', name: 'Petra Sommer', roles: ['Learner'] },
    ];
  });

  const course = { contextId: '7', resourceLinkId: 'link-5' };
  const session = () => courseVisit(tool, peer, { ...course, membershipsUrl: peer.membershipsUrl });
  const roster = () =>
    createRoster({
      store: tool.store,
      people: tool.people,
      platforms: tool.platforms,
      clock: tool.clock,
      logger: createLogger('silent'),
    });

  test('all pages are read, also where the Link header is quoted as Moodle does', async () => {
    peer.membersPerPage = 2;
    const { members } = await roster().members(nord, session());
    expect(members.map(({ name, roles }) => [name, roles])).toEqual([
      ['Aylin Kaya', ['learner']],
      ['Jonas Brandt', ['learner']],
      [undefined, ['instructor']],
      ['Petra Sommer', ['learner']],
    ]);
    expect(members[0]!.actor).toBe(`account:${JSON.stringify([peer.url, 'user-17'])}`);
    expect(peer.tokenRequests.at(-1)).toMatchObject({
      scope: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
      assertion: { iss: peer.clientId, sub: peer.clientId, jti: expect.any(String) },
    });
  });

  test('a list longer than any course, or with names of members longer than any launch has, is not taken in', async () => {
    const [own, before] = [peer.members, tool.census()];
    peer.membersPerPage = 10_000;
    peer.members = Array.from({ length: 20_001 }, (_, index) => ({ user_id: `m${index}`, roles: ['Learner'] }));
    await expect(tool.platforms.members(tool.platform, peer.membershipsUrl)).rejects.toMatchObject({
      code: 'platform-unreachable',
      detail: 'memberships: over 20000 members',
    });
    peer.members = [{ user_id: 'x'.repeat(256), roles: ['Learner'] }];
    await expect(tool.platforms.members(tool.platform, peer.membershipsUrl)).rejects.toMatchObject({
      code: 'platform-unreachable',
      detail: 'memberships: wrong shape',
    });
    await roster().members(nord, session());
    expect(tool.census()).toEqual(before);
    [peer.members, peer.membersPerPage] = [own, 50];
  });

  test('a member is the person who launches', async () => {
    const {
      members: [first],
    } = await roster().members(nord, session());
    expect((await tool.sessionOf(await tool.launchWith())).session.person).toBe(first!.person);
  });

  test('the list serves for a while; then it is shown with its age, and renewed behind the page', async () => {
    const one = roster();
    peer.membersPerPage = 50;
    const before = peer.requested('/memberships');
    const first = await one.members(nord, session());
    expect(Date.parse(first.asOf!) - tool.clock.now()).toBeLessThanOrEqual(0);
    await one.members(nord, session());
    expect(peer.requested('/memberships') - before).toBe(1);
    tool.clock.advance(6 * 60_000);
    const gone = peer.members;
    peer.members = [...gone, { user_id: 'user-22', status: 'Active', name: 'Neu Dabei', roles: ['Learner'] }];
    const stale = await one.members(nord, session());
    expect(stale.asOf).toBe(first.asOf);
    expect(stale.members.map(({ name }) => name)).not.toContain('Neu Dabei');
    await until(async () => (await one.members(nord, session())).asOf !== first.asOf);
    expect((await one.members(nord, session())).members.map(({ name }) => name)).toContain('Neu Dabei');
    expect(peer.requested('/memberships') - before).toBe(2);
    peer.members = gone;
  });

  test('a list that cannot be renewed stays, and the LMS is left alone for a while; one of yesterday is not shown', async () => {
    const one = roster();
    const first = await one.members(nord, session());
    tool.clock.advance(6 * 60_000);
    const before = peer.requested('/memberships');
    peer.misbehave('/memberships', status(500));
    expect((await one.members(nord, session())).asOf).toBe(first.asOf);
    await until(() => peer.requested('/memberships') - before === 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect((await one.members(nord, session())).asOf).toBe(first.asOf);
    expect((await one.members(nord, session())).asOf).toBe(first.asOf);
    // Whatever had been asked by then would have arrived before this.
    await tool.platforms.members(tool.platform, peer.membershipsUrl);
    expect(peer.requested('/memberships') - before).toBe(2);
    tool.clock.advance(61_000);
    await one.members(nord, session());
    await until(async () => (await one.members(nord, session())).asOf !== first.asOf);
    tool.clock.advance(13 * 60 * 60_000);
    peer.misbehave('/memberships', status(500));
    expect((await one.members(nord, session())).asOf).toBeUndefined();
  });

  test('where the LMS fails, or has no such service, those who were launched are shown', async () => {
    await tool.launchWith({ sub: 'user-18', name: undefined });
    peer.misbehave('/memberships', status(500));
    expect((await roster().members(nord, session())).members.map(({ name }) => name)).toEqual([
      'Aylin Kaya',
      'Jonas Brandt',
    ]);
    const without = courseVisit(tool, peer, course);
    expect((await roster().members(nord, without)).members.map(({ roles }) => roles)).toEqual([
      ['learner'],
      ['learner'],
    ]);
  });

  test.each([
    ['curly quotes', '<?from=1>; rel=“next”'],
    ['straight quotes, behind others', '<?from=0>; rel="first", <?from=1>; rel="next"'],
    ['no quotes', '<?from=1>; rel=next'],
    ['escaped ampersands', '<?x=1&amp;from=1>; rel="next"'],
    ['another parameter first', '<?from=1>; title="x"; rel="next"'],
  ])('a relative next page with %s', async (_name, link) => {
    const page =
      (user: string, headers: Record<string, string>): Answer =>
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
        response.end(JSON.stringify({ members: [{ user_id: user, roles: ['Learner'] }] }));
      };
    peer.misbehave('/memberships', page('a', { Link: Buffer.from(link, 'utf8').toString('latin1') }), page('b', {}));
    expect((await tool.platforms.members(tool.platform, peer.membershipsUrl)).map(({ subject }) => subject)).toEqual([
      'a',
      'b',
    ]);
  });

  test('an address in a Link header is read as it was meant', () => {
    const from = 'http://lms.example/m?limit=2';
    expect(nextPage('<http://lms.example/m?limit=2&amp;from=2>; rel="next"', from)).toBe(
      'http://lms.example/m?limit=2&from=2',
    );
    expect(nextPage('<?from=2>; rel="next"', from)).toBe('http://lms.example/m?from=2');
    for (const none of [
      null,
      '',
      '<?from=2>; rel="prev"',
      '<?from=2>; rel="nextish"',
      '<http://[>; rel="next"',
      'next',
    ])
      expect(nextPage(none, from)).toBeUndefined();
  });

  test('pages that lead in a circle, or never end, are given up', async () => {
    const leadingTo = (query: (turn: number) => string) => {
      let turn = 0;
      const answer: Answer = (_request, response) => {
        turn += 1;
        response.writeHead(200, {
          'Content-Type': 'application/json',
          Link: `<${peer.membershipsUrl}?${query(turn)}>; rel="next"`,
        });
        response.end(JSON.stringify({ members: [] }));
      };
      return Array.from({ length: 210 }, () => answer);
    };
    peer.misbehave('/memberships', ...leadingTo(() => 'from=1').slice(0, 3));
    await expect(tool.platforms.members(tool.platform, peer.membershipsUrl)).rejects.toMatchObject({
      code: 'platform-unreachable',
      detail: 'memberships: a page leads back to one before it',
    });
    peer.misbehaviour.delete('/memberships');
    peer.misbehave('/memberships', ...leadingTo((turn) => `from=${turn}`));
    await expect(tool.platforms.members(tool.platform, peer.membershipsUrl)).rejects.toMatchObject({
      detail: 'memberships: over 200 pages',
    });
    peer.misbehaviour.delete('/memberships');
  });

  test('those who are inactive or deleted are left out, and an address as id does not show', async () => {
    const all = peer.members;
    peer.members = [
      { user_id: 'aylin@nordwerk.example', roles: ['urn:lti:role:ims/lis/Learner'] },
      { user_id: 'x', status: 'Inactive', roles: [] },
      { user_id: 'y', status: 'Deleted', roles: [] },
    ];
    const [only, ...others] = await tool.platforms.members(tool.platform, peer.membershipsUrl);
    expect(others).toEqual([]);
    expect(only).toEqual({ subject: expect.stringMatching(/^p-[\w-]{43}$/), roles: ['learner'] });
    expect((await tool.sessionOf(await tool.launchWith({ sub: 'aylin@nordwerk.example' }))).session.subject).toBe(
      only!.subject,
    );
    peer.members = all;
  });

  test('a next page on another host is not followed', async () => {
    peer.misbehave('/memberships', (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', Link: '<http://other.example/m>; rel="next"' });
      response.end(JSON.stringify({ members: [] }));
    });
    await expect(tool.platforms.members(tool.platform, peer.membershipsUrl)).rejects.toMatchObject({
      code: 'platform-unreachable',
      detail: 'memberships: next page on another host',
    });
  });

  test('a token that the LMS has withdrawn is replaced once', async () => {
    await tool.platforms.members(tool.platform, peer.membershipsUrl);
    const tokens = peer.tokenRequests.length;
    peer.misbehave('/memberships', status(401));
    expect((await tool.platforms.members(tool.platform, peer.membershipsUrl)).length).toBe(4);
    expect(peer.tokenRequests.length).toBe(tokens + 1);
  });
});
