import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { moodleAdapter } from '../../../../adapters/moodle/index.js';
import { createLogger } from '../../../../base/index.js';
import { createRoster } from '../../../../lti-tool/roster/index.js';
import { LtiTool, nord } from '../../../support/lti-tool.js';
import { type MoodleActivity, MoodlePeer, type MoodleUser } from '../../../support/peers/moodle.js';
import { recordedLaunch } from './recorded.js';

/** Moodle's messages and lists, as its source makes them, and what becomes of them here. */
describe('Moodle messages', () => {
  let peer: MoodlePeer;
  let tool: LtiTool;
  const [aylin, petra, admin]: readonly [MoodleUser, MoodleUser, MoodleUser] = [
    { id: 17, firstname: 'Aylin', lastname: 'Kaya', role: 'student', enrolled: true },
    { id: 20, firstname: 'Petra', lastname: 'Sommer', role: 'teacher', enrolled: true },
    { id: 2, firstname: 'Admin', lastname: 'Nutzer', role: 'admin', enrolled: true },
  ];
  beforeAll(async () => {
    peer = await MoodlePeer.start();
    peer.users = [aylin, petra, admin];
    tool = await LtiTool.open(peer);
  });
  afterAll(async () => {
    await tool.close();
    await peer.close();
  });

  async function open(activity: MoodleActivity = peer.activities[0]!, user: MoodleUser = aylin) {
    const login = await tool.begin();
    return tool.sessionOf(await tool.answer(login, await peer.sign(peer.launchClaims(activity, login.nonce, user))));
  }

  test('the peer speaks as recorded', () => {
    peer.now = () => Date.UTC(2026, 0, 1);
    expect(peer.launchClaims(peer.activities[0]!, 'nonce-1')).toEqual(
      JSON.parse(JSON.stringify(recordedLaunch).replaceAll('{base}', peer.url)),
    );
    peer.now = () => tool.clock.now();
  });

  test('a site is recognised, and its addresses follow from its own', async () => {
    const [endpoints, ...others] = moodleAdapter.endpointsFrom(`${peer.url}//`);
    expect(others).toEqual([]);
    const described: unknown = await (await fetch(endpoints!.openidConfiguration)).json();
    expect(tool.platforms.adapters.recognise(described)).toBe(moodleAdapter);
    expect(described).toMatchObject({
      issuer: endpoints!.issuer,
      authorization_endpoint: endpoints!.authenticationEndpoint,
      token_endpoint: endpoints!.tokenEndpoint,
      jwks_uri: endpoints!.jwksUri,
    });
    for (const stranger of [
      {},
      null,
      'moodle',
      { 'https://purl.imsglobal.org/spec/lti-platform-configuration': { product_family_code: 'canvas' } },
    ])
      expect(tool.platforms.adapters.recognise(stranger).kind).toBe('generic');
  });

  test('who somebody is in a launch is who they are in the list of members', async () => {
    const roster = createRoster({
      store: tool.store,
      people: tool.people,
      platforms: tool.platforms,
      clock: tool.clock,
      logger: createLogger('silent'),
    });
    const launches = [await open(undefined, aylin), await open(undefined, petra), await open(undefined, admin)];
    expect(launches.map(({ session }) => session.roles)).toEqual([['learner'], ['coach'], ['coach']]);
    const { members } = await roster.members(nord, launches[1]!.session);
    // Among members an administrator has a URN that belongs neither to the course nor to the institution.
    expect(members.map(({ roles }) => roles)).toEqual([['learner'], ['instructor'], ['administrator']]);
    expect(members.map(({ person }) => person)).toEqual(launches.map(({ session }) => session.person));
    expect(members.map(({ name }) => name)).toEqual(['Aylin Kaya', 'Petra Sommer', 'Admin Nutzer']);
  });

  test('names that a trainer allowed for one activity come only when its link is asked for', async () => {
    const roster = createRoster({
      store: tool.store,
      people: tool.people,
      platforms: tool.platforms,
      clock: tool.clock,
      logger: createLogger('silent'),
    });
    const cem = { id: 44, firstname: 'Cem', lastname: 'Öz', role: 'student', enrolled: true } as const;
    peer.users = [...peer.users, cem];
    peer.settings = { ...peer.settings, sendNames: 'delegate' };
    const { session } = await open(undefined, petra);
    const bare = await tool.platforms.members(tool.platform, peer.membershipsUrl);
    expect(bare.map(({ name }) => name)).toEqual([undefined, undefined, undefined, undefined]);
    expect((await roster.members(nord, session)).members.map(({ name }) => name)).toContain('Cem Öz');
    expect(peer.requests.some((line) => line.includes(`rlid=${session.resourceLinkId}`))).toBe(true);
    peer.settings = { ...peer.settings, sendNames: 'always' };
    peer.users = peer.users.filter(({ id }) => id !== 44);
  });

  test('a large course is read page by page', async () => {
    peer.users = [
      ...peer.users,
      ...Array.from({ length: 450 }, (_, index): MoodleUser => ({
        id: 1000 + index,
        firstname: 'Person',
        lastname: String(index),
        role: 'student',
        enrolled: true,
      })),
    ];
    const before = peer.requests.length;
    expect(await tool.platforms.members(tool.platform, peer.membershipsUrl)).toHaveLength(453);
    expect(peer.requests.slice(before).filter((line) => line.includes('/memberships'))).toHaveLength(3);
    peer.users = peer.users.slice(0, 3);
  });

  test('what is picked becomes activities that open it again, with a column where it has a grade', async () => {
    const odd = { content: 'd1-entwicklungsgespraech', note: ' $User.id\nx=1\\ 100% ', variable: '$User.id' };
    const { jwt } = await tool.platforms.deepLinkingForm(
      tool.platform,
      {
        returnUrl: `${peer.url}/mod/lti/contentitem_return.php?course=7&id=2&sesskey=x`,
        deploymentId: '2',
        acceptTypes: ['ltiResourceLink'],
        acceptMultiple: true,
      },
      [
        {
          title: 'Das Entwicklungsgespräch',
          text: 'Vorbereiten',
          url: 'http://lotse.test/lti/launch',
          custom: odd,
          lineItem: { scoreMaximum: 100, label: 'Das Entwicklungsgespräch', resourceId: 'd1-entwicklungsgespraech' },
        },
        { title: 'Meine Matrix', url: 'http://lotse.test/lti/launch', custom: { page: 'matrix' } },
      ],
    );
    const [unit, matrix] = await peer.takeSelection(jwt);
    const sent = peer.launchClaims(unit!, 'n')['https://purl.imsglobal.org/spec/lti/claim/custom'] as Record<
      string,
      string
    >;
    expect(moodleAdapter.customFrom(sent)).toEqual(odd);
    const { session } = await open(unit);
    expect(session).toMatchObject({
      content: { id: 'd1-entwicklungsgespraech' },
      lineItem: expect.stringContaining('/lineitem?type_id=2'),
    });
    const opened = await open(matrix);
    expect([opened.path, opened.session.lineItem]).toEqual(['http://lotse.test/matrix', undefined]);
  });
});
