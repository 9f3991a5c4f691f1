import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, type JWTPayload } from 'jose';
import { createLogger } from '../../../base/index.js';
import { createRoster } from '../../../lti-tool/roster/index.js';
import { courseVisit, launchedVisit, LtiTool, nord, publicUrl, visitCookie } from '../../support/lti-tool.js';
import { PlatformPeer } from '../../support/platform-peer.js';
import { claimsOfNow, recordedMoodle, type RecordedMoodle, replay } from '../../support/recorded-moodle.js';
import { RegisteringPlatform } from '../../support/registering-platform.js';
import { RegisteringTool } from '../../support/registering-tool.js';

const deepLinking = (name: string): string => `https://purl.imsglobal.org/spec/lti-dl/claim/${name}`;

/** What a real Moodle 5.1 sends, and what the tool makes of it. */
describe('messages recorded from a Moodle', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let moodle: RecordedMoodle;
  beforeAll(async () => {
    peer = await PlatformPeer.start();
    tool = await LtiTool.open(peer);
    await tool.platforms.change(nord, tool.platform.id, { kind: 'moodle' });
    moodle = recordedMoodle(peer.url);
  });
  afterAll(async () => {
    await tool.close();
    await peer.close();
  });

  async function launch(recorded: JWTPayload) {
    const begun =
      recorded === moodle.launches.deepLinking ? moodle.initiations.deepLinking : moodle.initiations.resourceLink;
    const login = await tool.begin({ ...begun, client_id: peer.clientId, lti_deployment_id: peer.deploymentId });
    expect(Object.fromEntries(login.next.searchParams)).toMatchObject({
      login_hint: begun['login_hint'],
      lti_message_hint: begun['lti_message_hint'],
    });
    const answer = await tool.answer(login, await peer.sign(claimsOfNow(peer, recorded, login.nonce)));
    return answer;
  }

  async function launched(recorded: JWTPayload) {
    const answer = await launch(recorded);
    expect(answer.status).toBe(303);
    return tool.sessionOf(answer);
  }

  /** A link without content leads to a page that leads on; the first way on is the session's. */
  async function stranded(recorded: JWTPayload) {
    const answer = await launch(recorded);
    expect(answer.status).toBe(404);
    const [way] = /[^"]*visit=[^"]*/.exec(answer.text)!;
    const { pathname, searchParams } = new URL(way);
    return {
      path: pathname,
      session: launchedVisit(
        (await tool.lrs.access.resolveToken(visitCookie(answer, searchParams.get('visit')!).split('=')[1]!)).session,
      ),
    };
  }

  test('a learner comes to the unit; the grade will go to the column that Moodle names', async () => {
    const { path, session } = await launched(moodle.launches.learner);
    expect(path).toBe(`${publicUrl}/play`);
    const lineItem = `${peer.url}/mod/lti/services.php/5/lineitems/6/lineitem?type_id=3`;
    expect(session).toMatchObject({
      content: { id: 'd1-entwicklungsgespraech' },
      issuer: peer.url,
      subject: '10',
      roles: ['learner'],
      language: 'de',
      lineItem,
      resourceLinkId: '3',
      course: { id: '5', title: 'Digital lernen im Betrieb' },
      returnUrl: `${peer.url}/mod/lti/return.php?course=5&launch_container=3&instanceid=3&sesskey=sesskey`,
      membershipsUrl: `${peer.url}/mod/lti/services.php/CourseSection/5/bindings/3/memberships`,
    });
    expect(await tool.store.placements.findPlacement(nord, session.registration!)).toMatchObject({
      lineItem,
      subject: '10',
      graded: true,
    });
    expect((await tool.people.findNames(nord, [session.person])).get(session.person)?.name).toBe('Aylin Demir');
  });

  test('a learner whose name Moodle keeps to itself is somebody without a name', async () => {
    const { session } = await stranded(moodle.launches.learnerWithoutName);
    expect(session).toMatchObject({ subject: '24', roles: ['learner'] });
    expect(
      (await tool.people.findNames(nord, [session.person])).get(session.person)?.name ?? undefined,
    ).toBeUndefined();
  });

  test("a trainer sees the unit and is not graded, since Moodle refuses trainers' grades", async () => {
    const { session } = await launched(moodle.launches.trainer);
    expect(session).toMatchObject({ subject: '9', roles: ['coach'], content: { id: 'd1-entwicklungsgespraech' } });
    expect(await tool.store.placements.findPlacement(nord, session.registration!)).toMatchObject({ graded: false });
  });

  test('an administrator who opens a link without content is led to the team', async () => {
    const { path, session } = await stranded(moodle.launches.administrator);
    expect(session.roles).toEqual(['coach']);
    expect(path).toBe('/team');
  });

  test('a line item that Moodle sends as empty text is none', async () => {
    const { path, session } = await launched(moodle.launches.pageWithOwnColumn);
    expect(path).toBe(`${publicUrl}/matrix`);
    expect(session.lineItem).toBeUndefined();
  });

  test("what is picked goes back to Moodle's own address, and without the data that Moodle did not send", async () => {
    const { path, token } = await launched(moodle.launches.deepLinking);
    expect(path).toBe(`${publicUrl}/lti/deep-link`);
    const answer = await tool
      .post('/lti/deep-link', {
        launch: token,
        item: ['content:d1-entwicklungsgespraech', 'content:d2-lernen-begleiten'],
      })
      .expect(200);
    expect(answer.text).toContain(
      `action="${peer.url}/mod/lti/contentitem_return.php?course=5&amp;id=3&amp;sesskey=sesskey"`,
    );
    const claims = decodeJwt(/name="JWT" value="([^"]+)"/.exec(answer.text)![1]!);
    expect(claims).toMatchObject({ iss: peer.clientId, aud: peer.url });
    expect(claims).not.toHaveProperty([deepLinking('data')]);
    expect(claims[deepLinking('content_items')]).toHaveLength(2);
  });

  test('members are read from page to page; whoever administers Moodle is no learner', async () => {
    const { membershipsPage, memberships } = moodle.services;
    const path = new URL(memberships.url!).pathname;
    peer.misbehave(path, replay(membershipsPage), replay(memberships));
    const { members } = await createRoster({
      store: tool.store,
      people: tool.people,
      platforms: tool.platforms,
      clock: tool.clock,
      logger: createLogger('silent'),
    }).members(nord, courseVisit(tool, peer, { contextId: '5', membershipsUrl: memberships.url! }));
    expect(peer.requested(path)).toBe(2);
    expect(members.map(({ name, roles }) => [name, roles.includes('learner')])).toEqual([
      ['Aylin Demir', true],
      ['Petra Lindner', false],
      ['Admin User', false],
    ]);
  });

  test("scores go to the column's address with its parameters; Moodle's refusals keep their status, and its token its content type", async () => {
    const { token, score, scoreOfSameTime, scoreOfTrainer } = moodle.services;
    const platform = await tool.platforms.find(nord, tool.platform.id);
    const { pathname, search } = new URL(score.url!);
    const lineItem = score.url!.replace('/scores?', '?');
    const submit = (timestamp: string) =>
      tool.platforms.scores.submit(platform, lineItem, {
        userId: '10',
        scoreGiven: 70,
        scoreMaximum: 100,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
        timestamp,
      });
    await submit('2026-11-22T01:28:00.000Z');
    expect(peer.scores.at(-1)?.url).toBe(`${pathname}${search}`);
    peer.misbehave(pathname, replay(score), replay(scoreOfSameTime), replay(scoreOfTrainer));
    await submit('2026-11-22T01:28:01.000Z');
    await expect(submit('2026-11-22T01:28:01.000Z')).rejects.toMatchObject({ answered: 409 });
    await expect(submit('2026-11-22T01:28:02.000Z')).rejects.toMatchObject({ answered: 400 });
    tool.clock.advance(2 * 60 * 60_000);
    peer.misbehave('/token', replay(token));
    peer.misbehave(pathname, replay(score));
    await submit('2026-11-22T01:28:03.000Z');
  });
});

describe('a registration recorded from a Moodle', () => {
  let lms: RegisteringPlatform;
  let tool: RegisteringTool;
  let moodle: RecordedMoodle;
  beforeAll(async () => {
    lms = await RegisteringPlatform.start();
    tool = await RegisteringTool.open();
    moodle = recordedMoodle(lms.url);
    lms.instead.set('/mod/lti/openid-configuration.php', replay(moodle.registration.configuration));
  });
  afterAll(async () => {
    await tool.close();
    await lms.close();
  });

  const opened = async (token: string) =>
    tool
      .show({
        invitation: await tool.invitation(),
        openid_configuration: lms.configurationUrl,
        registration_token: token,
      })
      .expect(200);

  test('connects it with the client id and the deployment that it names', async () => {
    lms.instead.set('/mod/lti/openid-registration.php', replay(moodle.registration.registered));
    const page = await opened('header.first.signature');
    expect(page.text).toContain('Moodle');
    await tool.agree(page).expect(200);
    expect(await tool.store.platforms.findPlatformByClient(lms.url, 'client-id')).toMatchObject({
      kind: 'moodle',
      deploymentIds: ['6'],
      authenticationEndpoint: `${lms.url}/mod/lti/auth.php`,
      tokenEndpoint: `${lms.url}/mod/lti/token.php`,
      jwksUri: `${lms.url}/mod/lti/certs.php`,
    });
  });

  test('is refused in words where Moodle says, without JSON, that its token has been used', async () => {
    lms.instead.set('/mod/lti/openid-registration.php', replay(moodle.registration.tokenUsed));
    const refused = await tool.agree(await opened('header.second.signature'));
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toContain('role="alert"');
    expect(tool.reasons.at(-1)).toContain('registration-token-refused');
  });
});
