import { describe, expect, test } from '@jest/globals';
import { rolesFrom } from '../../../lti-tool/platform/index.js';
import { startOver } from '../../../pages/shared/index.js';
import { visitOf } from '../../support/grade-walk.js';
import { type LtiTool, nord, pageData, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import { claim, membershipRole, type PlatformPeer } from '../../support/platform-peer.js';

/** LTI 1.3 Core §5.3 and §5.4: what a launch says, and what the tool makes of it. */
describe('LTI launch', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test('a learner comes to the content with a session that says who, what and where', async () => {
    const answer = await tool.launchWith();
    expect(answer.status).toBe(303);
    const { path, session, scopes, activity } = await tool.sessionOf(answer);
    expect(path).toBe(`${publicUrl}/play`);
    expect(session).toMatchObject({
      content: { id: 'd1-entwicklungsgespraech', version: 3 },
      course: { id: '7', title: 'Führung im Betrieb', platformId: tool.platform.id },
      platform: 'Test-LMS',
      language: 'de',
      platformId: tool.platform.id,
      deploymentId: '1',
      issuer: peer.url,
      subject: 'user-17',
      roles: ['learner'],
      returnUrl: `${peer.url}/course/7`,
      lineItem: peer.lineItem,
      membershipsUrl: peer.membershipsUrl,
      resourceLinkId: 'link-5',
    });
    expect(scopes).toEqual(['statements/write', 'statements/read/mine', 'state']);
    expect(activity).toBe(`${publicUrl}/activities/d1-entwicklungsgespraech`);
    expect(await tool.store.placements.findPlacement(nord, session.registration!)).toMatchObject({
      lineItem: peer.lineItem,
      subject: 'user-17',
      graded: true,
    });
  });

  test('the name is kept in one place, and neither name nor e-mail address in the session, the grant or the log', async () => {
    const { session, token } = await tool.sessionOf(await tool.launchWith());
    expect((await tool.people.findNames(nord, [session.person])).get(session.person)?.name).toBe('Aylin Kaya');
    const grant = await tool.lrs.access.resolveToken(token);
    const kept = JSON.stringify([grant, tool.log]);
    expect(kept).not.toContain('Aylin');
    expect(kept).not.toContain('aylin@');
    expect(JSON.stringify(tool.log)).not.toContain(token);
  });

  test('the same person on the same link continues the same attempt; starting over begins another', async () => {
    const first = await tool.sessionOf(await tool.launchWith());
    const second = await tool.sessionOf(await tool.launchWith());
    expect(second.session.registration).toBe(first.session.registration);
    expect(second.session.person).toBe(first.session.person);
    const renewed = await startOver(tool.units, await visitOf(tool, second.token));
    const { registration } = (await visitOf(tool, renewed.token)).unit!;
    expect(registration).not.toBe(first.session.registration);
    expect(await tool.store.placements.findPlacement(nord, registration)).toMatchObject({ lineItem: peer.lineItem });
  });

  test('somebody new who launches several times at once is one person with one attempt, and every session says so', async () => {
    const newcomer = { sub: 'user-at-once', [claim('resource_link')]: { id: 'link-at-once' } };
    const answers = await Promise.all(Array.from({ length: 8 }, () => tool.launchWith(newcomer)));
    const sessions = await Promise.all(answers.map(async (answer) => (await tool.sessionOf(answer)).session));
    const person = await tool.people.findPersonByIdentity(nord, { issuer: peer.url, subject: 'user-at-once' });
    expect(new Set(sessions.map((session) => session.person))).toEqual(new Set([person]));
    const [registration, ...others] = new Set(sessions.map((session) => session.registration));
    expect(others).toEqual([]);
    expect(await tool.store.placements.findPlacement(nord, registration!)).toMatchObject({
      subject: 'user-at-once',
      resourceLinkId: 'link-at-once',
    });
    expect(await tool.attempts.find(nord, registration!)).toBeDefined();
  });

  test('the content comes from the custom parameter, then the target link, then what the link led to before', async () => {
    const link = { [claim('resource_link')]: { id: 'link-order' } };
    const target = { [claim('target_link_uri')]: `${publicUrl}/lti/launch?content=d2-lernen-begleiten` };
    const contentOf = async (claims: Record<string, unknown>) =>
      (await tool.sessionOf(await tool.launchWith({ ...link, ...claims }))).session.content?.id;
    expect(await contentOf({ ...target })).toBe('d1-entwicklungsgespraech');
    expect(await contentOf({ ...target, [claim('custom')]: undefined })).toBe('d2-lernen-begleiten');
    expect(await contentOf({ [claim('custom')]: {} })).toBe('d2-lernen-begleiten');
  });

  test.each([
    ['page=matrix', { [claim('custom')]: { page: 'matrix' } }, '/matrix'],
    ['page=team', { [claim('custom')]: { page: 'team' }, [claim('roles')]: [membershipRole('Instructor')] }, '/team'],
    ['a learner who asks for the team', { [claim('custom')]: { page: 'team' } }, '/matrix'],
  ])('%s leads to its page, with a token that may write nothing', async (_name, claims, path) => {
    const opened = await tool.sessionOf(await tool.launchWith(claims));
    expect(opened.path).toBe(publicUrl + path);
    expect(opened.scopes).toEqual(['statements/read/mine']);
    expect(opened.session.registration).toBeUndefined();
  });

  test("an instructor's attempt is not graded", async () => {
    const { session } = await tool.sessionOf(
      await tool.launchWith({
        sub: 'trainer-1',
        [claim('roles')]: [membershipRole('Instructor'), membershipRole('Learner')],
      }),
    );
    expect(session.roles).toEqual(['learner', 'coach']);
    expect((await tool.store.placements.findPlacement(nord, session.registration!))?.graded).toBe(false);
  });

  test("roles of the course count, with their sub-roles and short names; of the others the administrator's alone", () => {
    const person = (place: string, name: string) => `http://purl.imsglobal.org/vocab/lis/v2/${place}/person#${name}`;
    expect(rolesFrom([membershipRole('Learner'), person('institution', 'Faculty')])).toEqual(['learner']);
    expect(rolesFrom(['http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant'])).toEqual([
      'instructor',
    ]);
    expect(rolesFrom(['Instructor', 'Learner'])).toEqual(['learner', 'instructor']);
    expect(rolesFrom([person('system', 'Administrator')])).toEqual(['administrator']);
    expect(
      rolesFrom([
        person('institution', 'Student'),
        membershipRole('Mentor'),
        'http://evil.example/membership#Instructor',
        'constructor',
      ]),
    ).toEqual([]);
  });

  test('a content that does not exist gets a page that helps', async () => {
    const answer = await tool.launchWith({
      [claim('custom')]: { content: 'gone' },
      [claim('resource_link')]: { id: 'link-gone' },
    });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Diese Lerneinheit gibt es nicht mehr');
  });

  test('a content that does not exist leaves the link as it was', async () => {
    const link = { [claim('resource_link')]: { id: 'link-mistyped' } };
    await tool.launchWith(link);
    expect((await tool.launchWith({ ...link, [claim('custom')]: { content: 'gone' } })).status).toBe(404);
    expect((await tool.sessionOf(await tool.launchWith({ ...link, [claim('custom')]: {} }))).session.content?.id).toBe(
      'd1-entwicklungsgespraech',
    );
  });

  test('a launch without an end user is refused by a code of its own', async () => {
    expect((await tool.launchWith({ sub: undefined })).status).toBe(400);
    expect(tool.reasons.at(-1)).toBe('launch: claim sub missing');
  });

  test.each([
    ['version', '1.2.0'],
    ['version', undefined],
    ['message_type', 'LtiStartAssessment'],
    ['message_type', undefined],
    ['deployment_id', undefined],
    ['roles', undefined],
    ['resource_link', undefined],
    ['target_link_uri', undefined],
  ])('claim %s = %s is refused', async (name, value) => {
    expect((await tool.launchWith({ [claim(name)]: value })).status).toBe(401);
    expect(tool.reasons.at(-1)).toMatch(new RegExp(`claim .*${name} missing or wrong`));
  });

  test('claims that an LMS fills with nonsense where it may leave them out do no harm', async () => {
    const answer = await tool.launchWith({
      [claim('context')]: null,
      [claim('launch_presentation')]: { locale: 7, return_url: 'javascript:alert(1)' },
      name: { first: 'A' },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': [],
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': 'x',
    });
    expect(answer.status).toBe(303);
    const { session } = await tool.sessionOf(answer);
    expect(session.returnUrl).toBeUndefined();
    expect(session.lineItem).toBeUndefined();
  });

  test("the language is the launch's", async () => {
    expect(
      (await tool.sessionOf(await tool.launchWith({ [claim('launch_presentation')]: { locale: 'en_GB' } }))).session
        .language,
    ).toBe('en');
  });

  test('a browser without our cookie proves itself by what localStorage kept', async () => {
    const login = await tool.begin();
    const idToken = await peer.sign(peer.claims(login.nonce));
    const asked = await tool.post('/lti/launch', { id_token: idToken, state: login.state }).expect(200);
    expect(pageData(asked.text)).toEqual({ name: login.cookie.split('=')[0], storage: null });
    expect(asked.text).toContain('In neuem Fenster öffnen');
    expect(asked.text).toContain(`login?${new URLSearchParams(tool.initiation()).toString().replaceAll('&', '&amp;')}`);
    const proven = await tool
      .post('/lti/launch', { id_token: idToken, state: login.state, binding: login.binding })
      .set('Origin', publicUrl);
    // The page is opened by the body of a request, since no cookie would be kept.
    expect([proven.status, proven.headers['set-cookie']]).toEqual([200, [expect.stringContaining('lotse_login_')]]);
    const [, address, token] =
      /enctype="text\/plain" action="([^"]+)">\s*<input type="hidden" name="visit-token" value="([\w-]+)"/.exec(
        proven.text,
      )!;
    expect(address).toMatch(new RegExp(`^${publicUrl}/play\\?visit=[0-9a-f]{16}$`));
    expect((await visitOf(tool, token!)).identity.subject).toBe('user-17');
  });

  test('a custom parameter whose variable the LMS did not substitute says nothing', async () => {
    const target = { [claim('target_link_uri')]: `${publicUrl}/lti/launch?content=d2-lernen-begleiten` };
    const opened = await tool.sessionOf(
      await tool.launchWith({
        ...target,
        [claim('custom')]: { content: '$ResourceLink.content', page: '$Lotse.page' },
        [claim('resource_link')]: { id: 'link-variables' },
      }),
    );
    expect(opened.session.content?.id).toBe('d2-lernen-begleiten');
  });

  test("a page in the target link, which may be the same for every link of the tool, does not overrule the content of the link's own custom parameter", async () => {
    const target = {
      [claim('target_link_uri')]: `${publicUrl}/lti/launch?page=matrix`,
      [claim('resource_link')]: { id: 'link-page-in-target' },
    };
    const leadsTo = async (custom: Record<string, unknown>) => {
      const { path, session } = await tool.sessionOf(await tool.launchWith({ ...target, [claim('custom')]: custom }));
      return [path, session.content?.id];
    };
    expect(await leadsTo({ content: 'd2-lernen-begleiten' })).toEqual([`${publicUrl}/play`, 'd2-lernen-begleiten']);
    expect(await leadsTo({})).toEqual([`${publicUrl}/matrix`, undefined]);
    expect(await leadsTo({ page: '', content: '$Lotse.content' })).toEqual([`${publicUrl}/matrix`, undefined]);
    expect(await leadsTo({ page: 'path', content: 'd2-lernen-begleiten' })).toEqual([`${publicUrl}/path`, undefined]);
  });

  test.each([[''], [null]])(
    'an anonymous launch that is written with the sub %j is one without an end user',
    async (sub) => {
      expect((await tool.launchWith({ sub })).status).toBe(400);
      expect(tool.reasons.at(-1)).toBe('launch: claim sub missing');
    },
  );

  test('what is too long is cut between characters: half of one could not be stored, nor read by anybody', async () => {
    const long = `${'a'.repeat(199)}😀 und mehr`;
    const { session } = await tool.sessionOf(
      await tool.launchWith({ [claim('context')]: { id: '7', title: long }, name: long, sub: 'user-long' }),
    );
    expect(session.course?.title).toBe('a'.repeat(199));
    expect((await tool.people.findNames(nord, [session.person])).get(session.person)?.name).toBe('a'.repeat(199));
  });

  test('two launches of one link in two tabs of one browser both arrive, in whatever order', async () => {
    const [first, second] = [await tool.begin(), await tool.begin()];
    const both = `${first.cookie}; ${second.cookie}`;
    const land = async (login: typeof first) =>
      tool.sessionOf(await tool.answer(login, await peer.sign(peer.claims(login.nonce))).set('Cookie', both));
    const [late, early] = [await land(second), await land(first)];
    expect(late.token).not.toBe(early.token);
    expect(late.session.registration).toBe(early.session.registration);
  });

  test('the cookie is taken back once it has served', async () => {
    const answer = await tool.launchWith();
    expect((answer.headers['set-cookie'] as unknown as string[])[0]).toMatch(
      /^lotse_login_[0-9a-f]{16}=;.*Expires=Thu, 01 Jan 1970/,
    );
  });

  test('an LMS that answers with an error leads to a page, and the error goes to the log', async () => {
    const login = await tool.begin();
    await tool
      .post('/lti/launch', { error: 'login_required', error_description: 'secret <b>things</b>', state: login.state })
      .expect(401);
    expect(tool.reasons.at(-1)).toBe('launch: the LMS answers with the error login_required');
  });

  test('opening the launch address by hand gets a page that says where to go', async () => {
    expect((await tool.get('/lti/launch').expect(400)).text).toContain(
      'Öffnen Sie die Lerneinheit noch einmal aus Ihrem Kurs',
    );
  });
});
