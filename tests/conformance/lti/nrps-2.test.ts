import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRoster } from '../../../lti-tool/roster/index.js';
import { createLogger } from '../../../lrs/index.js';
import { nord, useLtiTool, type LtiTool } from '../../support/lti-tool.js';
import { type PlatformPeer, status } from '../../support/platform-peer.js';

/** Names and Role Provisioning Services 2.0 §2: the course's members. */
describe('names and roles', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeAll(() => {
    peer.members = [
      { user_id: 'user-17', status: 'Active', name: 'Aylin Kaya', roles: ['Learner'] },
      { user_id: 'user-18', given_name: 'Jonas', family_name: 'Brandt', roles: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'] },
      { user_id: 'user-19', status: 'Inactive', name: 'Weg', roles: ['Learner'] },
      { user_id: 'user-20', status: 'Active', roles: ['Instructor'] },
      { user_id: 21, status: 'Active', name: 'Petra Sommer', roles: ['Learner'] },
    ];
  });

  const session = () => ({ platformId: tool.platform.id, issuer: peer.url, membershipsUrl: peer.membershipsUrl, contextId: '7' });
  const roster = () => createRoster({ store: tool.store, platforms: tool.platforms, clock: tool.clock, logger: createLogger('silent') });

  test('all pages are read, also where the Link header is quoted as Moodle does', async () => {
    peer.membersPerPage = 2;
    const members = await roster().members(nord, session());
    expect(members.map(({ name, roles }) => [name, roles])).toEqual([['Aylin Kaya', ['learner']], ['Jonas Brandt', ['learner']], [undefined, ['instructor']], ['Petra Sommer', ['learner']]]);
    expect(members[0]!.actor).toBe(`account:${JSON.stringify([peer.url, 'user-17'])}`);
    expect(peer.tokenRequests.at(-1)).toMatchObject({ scope: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly', assertion: { iss: peer.clientId, sub: peer.clientId, jti: expect.any(String) } });
  });

  test('a member is the person who launches', async () => {
    const [first] = await roster().members(nord, session());
    expect((await tool.sessionOf(await tool.launchWith())).session.person).toBe(first!.person);
  });

  test('the list serves for a while, then the LMS is asked again', async () => {
    const one = roster();
    peer.membersPerPage = 50;
    const before = peer.requested('/memberships');
    await one.members(nord, session());
    await one.members(nord, session());
    expect(peer.requested('/memberships') - before).toBe(1);
    tool.clock.advance(6 * 60_000);
    await one.members(nord, session());
    expect(peer.requested('/memberships') - before).toBe(2);
  });

  test('where the LMS fails, or has no such service, those who were launched are shown', async () => {
    await tool.launchWith({ sub: 'user-18', name: undefined });
    peer.misbehave('/memberships', status(500));
    expect((await roster().members(nord, session())).map(({ name }) => name)).toEqual(['Aylin Kaya', 'Jonas Brandt']);
    const { membershipsUrl: _none, ...without } = session();
    expect((await roster().members(nord, without)).map(({ roles }) => roles)).toEqual([['learner'], ['learner']]);
  });

  test('a next page on another host is not followed', async () => {
    peer.misbehave('/memberships', (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', Link: '<http://other.example/m>; rel="next"' });
      response.end(JSON.stringify({ members: [] }));
    });
    await expect(tool.platforms.members(tool.platform, peer.membershipsUrl)).rejects.toMatchObject({ code: 'platform-unreachable', detail: 'memberships: next page on another host' });
  });

  test('a token that the LMS has withdrawn is replaced once', async () => {
    await tool.platforms.members(tool.platform, peer.membershipsUrl);
    const tokens = peer.tokenRequests.length;
    peer.misbehave('/memberships', status(401));
    expect((await tool.platforms.members(tool.platform, peer.membershipsUrl)).length).toBe(4);
    expect(peer.tokenRequests.length).toBe(tokens + 1);
  });
});
