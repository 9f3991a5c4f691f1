import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import { newUuid, vocabularyFor } from '../../base/index.js';
import { starterFrameworks } from '../../competency/framework/index.js';
import { verbs } from '../../lrs/statement/index.js';
import { organisationId } from '../../lrs/store/index.js';
import { createRoster } from '../../lti-tool/roster/index.js';
import { attemptPages, maxStatements } from '../../pages/attempt/index.js';
import { startOver } from '../../pages/shared/index.js';
import { createPageErrorHandler } from '../../web/index.js';
import { requestId } from '../support/express-door.js';
import { type GradeWalk, launchLearner, type Learner, report, useGradeWalk, visitOf } from '../support/grade-walk.js';
import { nord, publicUrl } from '../support/lti-tool.js';
import { claim, membershipRole, PlatformPeer } from '../support/platform-peer.js';

const vocabulary = vocabularyFor(publicUrl);
const unit = 'd1-entwicklungsgespraech';
const secret = 'Nur Aylins Antwort';
const lms = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';

/** Who may see what somebody did in an attempt: they themselves, and those who run the course that it was done in. */
describe('the page of an attempt', () => {
  let walk: GradeWalk<PlatformPeer>;
  let pages: Express;
  let aylin: Learner;
  let aylinsPerson: string;
  useGradeWalk(
    () => PlatformPeer.start(),
    (opened) => (walk = opened),
  );

  /** Claims of somebody in a course; the LMS lists nobody, so that the roster is who was launched there. */
  const claims =
    (
      sub: string,
      {
        course = '7',
        role = 'Learner',
        link,
      }: { readonly course?: string; readonly role?: string; readonly link?: string } = {},
    ) =>
    (nonce: string) =>
      walk.peer.claims(nonce, {
        sub,
        name: `Person ${sub}`,
        [claim('roles')]: [membershipRole(role)],
        [claim('context')]: { id: course },
        [claim('resource_link')]: { id: link ?? `link-${course}` },
        [lms]: undefined,
      });
  const tokenOf = async (...who: Parameters<typeof claims>): Promise<string> =>
    (await walk.tool.sessionOf(await walk.tool.launchAs(claims(...who)))).token;
  const get = (path: string, token: string) =>
    request(pages)
      .get(path)
      .set({ Accept: 'text/html', Authorization: `Bearer ${token}` });
  const answered = (learner: Learner, text: string, subContentId: string = newUuid()) => ({
    id: newUuid(),
    actor: learner.principal.actor,
    verb: { id: verbs.answered },
    context: { registration: learner.registration },
    timestamp: new Date(walk.tool.clock.now()).toISOString(),
    object: {
      id: `${vocabulary.activity(learner.content)}?subContentId=${subContentId}`,
      definition: {
        name: { de: 'Was hilft?' },
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'long-fill-in',
      },
    },
    result: { response: text },
  });
  const send = (learner: Learner, ...statements: readonly object[]) =>
    walk.tool.lrs.statements.accept(learner.principal, statements, { version: '1.0.3' });

  beforeEach(async () => {
    const { tool, grades } = walk;
    const { store, people, platforms, clock, visits, lrs, attempts, catalogue } = tool;
    pages = express();
    pages.use(
      requestId(),
      attemptPages({
        visits,
        lrs,
        people,
        grades,
        vocabulary,
        placements: store.placements,
        content: { attempts, catalogue },
        competency: { frameworks: starterFrameworks() },
        logger: tool.logger,
        roster: createRoster({ store, people, platforms, clock, logger: tool.logger }),
      }),
      createPageErrorHandler(tool.logger),
    );
    aylin = await launchLearner(tool, claims('aylin'));
    aylinsPerson = (await people.findPersonByIdentity(nord, { issuer: walk.peer.url, subject: 'aylin' }))!;
    await send(aylin, answered(aylin, secret));
  });
  afterEach(() => expect(JSON.stringify(walk.tool.log)).not.toContain(secret));

  const team = (person: string, registration?: string): string =>
    `/team/${person}/attempts/${unit}${registration === undefined ? '' : `/${registration}`}`;

  test("shows the learner their own, and whoever runs the course a learner's, which is logged without a name", async () => {
    const own = await get(`/attempts/${unit}`, await tokenOf('aylin')).expect(200);
    expect(own.text).toContain(secret);
    expect(own.headers['cache-control']).toBe('no-store');
    for (const path of [team(aylinsPerson), team(aylinsPerson, aylin.registration)]) {
      const seen = await get(path, await tokenOf('petra', { role: 'Instructor', link: 'link-team' })).expect(200);
      expect(seen.text).toContain(secret);
      expect(seen.text).toContain('Person aylin');
    }
    expect(
      walk.tool.log.filter(({ subject, viewer }) => subject === aylinsPerson && viewer !== aylinsPerson),
    ).toHaveLength(2);
    expect(JSON.stringify(walk.tool.log)).not.toContain('Person aylin');
  });

  test('is not shown to another learner: neither below the team nor by a guess of the registration', async () => {
    const jonas = await tokenOf('jonas');
    expect((await get(team(aylinsPerson), jonas).expect(403)).text).not.toContain(secret);
    expect((await get(`/attempts/${unit}/${aylin.registration}`, jonas).expect(404)).text).not.toContain(secret);
    expect((await get(`/attempts/${unit}`, jonas).expect(200)).text).not.toContain(secret);
    const absent = await get(`/attempts/${unit}/${newUuid()}`, jonas).expect(404);
    const bare = (text: string): string => text.replace(/Vorgangsnummer: [\w-]+|[\da-f-]{36}/g, '');
    expect(bare((await get(`/attempts/${unit}/${aylin.registration}`, jonas)).text)).toBe(bare(absent.text));
  });

  test('is not shown to whoever runs another course, nor what was done in another course to whoever runs this one', async () => {
    const foreign = await tokenOf('petra', { role: 'Instructor', course: '8' });
    expect((await get(team(aylinsPerson), foreign).expect(404)).text).not.toContain(secret);
    // Now Aylin is in both courses, and has done nothing in the other one but open it.
    await tokenOf('aylin', { course: '8' });
    expect((await get(team(aylinsPerson), foreign).expect(200)).text).not.toContain(secret);
    await get(team(aylinsPerson, aylin.registration), foreign).expect(404);
    expect((await get(`/attempts/${unit}`, await tokenOf('aylin', { course: '8' })).expect(200)).text).toContain(
      'Alle Durchgänge',
    );
  });

  test('is not shown to another organisation that shares the LMS', async () => {
    const { tool, peer } = walk;
    const sued = organisationId('suedwerk')!;
    await tool.lrs.access.createOrganisation({ id: sued, name: 'sued' });
    await tool.platforms.register(sued, { ...peer.registration, clientId: 'client-sued', deploymentIds: ['2'] });
    const launchSued = async (sub: string, role: string): Promise<string> => {
      const login = await tool.begin({ client_id: 'client-sued', lti_deployment_id: '2' });
      const answer = await tool.answer(
        login,
        await peer.sign({
          ...claims(sub, { role })(login.nonce),
          aud: 'client-sued',
          [claim('deployment_id')]: '2',
          [claim('custom')]: { page: 'matrix' },
        }),
      );
      return (await tool.sessionOf(answer)).token;
    };
    await launchSued('aylin', 'Learner');
    const trainer = await launchSued('petra', 'Instructor');
    expect((await visitOf(tool, trainer)).organisation).toBe(sued);
    for (const path of [
      team(aylinsPerson),
      team(aylinsPerson, aylin.registration),
      `/attempts/${unit}/${aylin.registration}`,
    ]) {
      expect((await get(path, trainer).expect(404)).text).not.toContain(secret);
    }
    expect((await get(`/attempts/${unit}`, await launchSued('aylin', 'Learner'))).text).not.toContain(secret);
  });

  test('needs a launch', async () => {
    await request(pages).get(team(aylinsPerson)).expect(401);
    await get(`/attempts/${unit}`, 'guessed').expect(401);
  });

  test('tells nothing that others have written with its registration, and its launch can say nothing about other contents', async () => {
    const bert = await launchLearner(walk.tool, claims('bert'));
    await send(bert, { ...answered(bert, 'Von Bert untergeschoben'), context: { registration: aylin.registration } });
    await expect(
      send(aylin, {
        ...answered(aylin, 'Zu etwas anderem'),
        object: { id: `${vocabulary.activity('d2-lernen-begleiten')}?subContentId=x` },
      }),
    ).rejects.toMatchObject({ code: 'foreign-statement' });
    const { text } = await get(`/attempts/${unit}`, await tokenOf('aylin')).expect(200);
    expect(text).toContain(secret);
    expect(text).not.toContain('untergeschoben');
  });

  test('reads a bounded number of learning steps, says so, and shows what a statement says as text', async () => {
    await send(aylin, answered(aylin, '<script>alert(1)</script><img src=x onerror=alert(1)>', 'same'));
    for (let sent = 0; sent < maxStatements; sent += 50)
      await send(aylin, ...Array.from({ length: 50 }, () => answered(aylin, 'Viele', 'same')));
    await send(aylin, answered(aylin, '<script>alert(2)</script>'));
    const { text } = await get(`/attempts/${unit}`, await tokenOf('aylin')).expect(200);
    expect(text).toContain(`Gezeigt werden die letzten ${maxStatements}`);
    expect(text).not.toContain(secret);
    expect(text).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
    expect(text).not.toMatch(/<script>|onerror=/);
    expect(text.match(/>Viele</g)!.length).toBeLessThanOrEqual(10);
  });

  test('names the attempt that the grade comes from, although a later one is worse', async () => {
    const { tool, grades } = walk;
    await grades.start();
    await report(tool, aylin, 0.8);
    await grades.idle();
    const visit = await visitOf(tool, await tokenOf('aylin'));
    const again = await visitOf(tool, (await startOver(tool.units, visit)).token);
    await report(tool, { principal: again.principal, registration: again.unit!.registration, content: unit }, 0.3);
    await grades.idle();
    const { text } = await get(team(aylinsPerson), await tokenOf('petra', { role: 'Instructor' })).expect(200);
    expect(text).toContain('Aus diesem Durchgang stammt die Bewertung in Test-LMS: 80 von 100 Punkten.');
    expect(text).toContain(secret);
    expect(text.indexOf(again.unit!.registration)).toBeGreaterThan(0);
    const later = await get(
      team(aylinsPerson, again.unit!.registration),
      await tokenOf('petra', { role: 'Instructor' }),
    ).expect(200);
    expect(later.text).toContain('30');
    expect(later.text).not.toContain('Aus diesem Durchgang stammt');
  });

  test('of a content that does not exist is a page that says so', async () => {
    await get('/attempts/nothing', await tokenOf('aylin')).expect(404);
    await get(`/attempts/${'x'.repeat(5_000)}`, await tokenOf('aylin')).expect(404);
  });
});
