import { beforeEach, describe, expect, test } from '@jest/globals';
import { verbs } from '../../../../lrs/statement/index.js';
import type { Grades } from '../../../../lti-tool/grades/index.js';
import {
  deliver,
  launchLearner,
  launchVisit,
  type Learner,
  openOnPath,
  report,
  sendUntil,
  useGradeWalk,
} from '../../../support/grade-walk.js';
import type { Answer } from '../../../support/http-peer.js';
import { type LtiTool, nord } from '../../../support/lti-tool.js';
import { type MoodleActivity, MoodlePeer, type MoodleUser } from '../../../support/peers/moodle.js';
import { bodyOf, claim, json, status } from '../../../support/platform-peer.js';
import { until } from '../../../support/until.js';

/** Moodle's grade-book services (`services.php`, ltiservice_gradebookservices). */
describe('Moodle grades', () => {
  let peer: MoodlePeer;
  let tool: LtiTool;
  let grades: Grades;
  let another: () => Grades;
  useGradeWalk(
    () => MoodlePeer.start(),
    (opened) => ({ peer, tool, grades, another } = opened),
  );
  beforeEach(() => grades.start());

  const launched = (
    activity: MoodleActivity = peer.activities[0]!,
    user: MoodleUser = peer.users[0]!,
  ): Promise<Learner> => launchLearner(tool, (nonce) => peer.launchClaims(activity, nonce, user));
  const sent = (count: number) =>
    until(async () => (await grades.list(nord)).filter(({ state }) => state === 'sent').length === count);
  const values = () => peer.grades.map(({ item, user, value }) => [item, user, value]);
  const posts = (path: RegExp) => peer.requests.filter((line) => path.test(line));

  test("a result stands in the activity's column", async () => {
    await report(tool, await launched(), 0.8);
    await deliver(grades);
    await sent(1);
    expect(values()).toEqual([[peer.items[0]!.id, 17, 80]]);
    expect(posts(/lineitems(\?|$)/)).toEqual([]);
  });

  test('a grade that is better within the same second comes a second later', async () => {
    const learner = await launched();
    await report(tool, learner, 0.5);
    await deliver(grades);
    await sent(1);
    await report(tool, learner, 0.9);
    await deliver(grades);
    await until(() => peer.grades[0]?.value === 90);
  });

  test("a trainer's correction is later than ours: the better result comes again, later still", async () => {
    const learner = await launched();
    await report(tool, learner, 0.5);
    await deliver(grades);
    await sent(1);
    peer.grades.splice(0, 1, { ...peer.grades[0]!, value: 55, time: Math.floor(tool.clock.now() / 1000) + 1 });
    await report(tool, learner, 0.9);
    await deliver(grades);
    await until(async () => (await grades.list(nord))[0]!.attempts === 1);
    tool.clock.advance(10_000);
    await grades.sendDue();
    await until(() => peer.grades[0]?.value === 90);
  });

  test('a cell is not emptied by progress', async () => {
    const learner = await launched();
    await report(tool, learner, { verb: verbs.answered });
    await report(tool, learner, 0.7);
    await report(tool, learner, { verb: verbs.answered });
    await deliver(grades);
    await sent(1);
    expect(values()).toEqual([[peer.items[0]!.id, 17, 70]]);
    expect(posts(/scores/)).toHaveLength(1);
  });

  test("whom the course does not grade is nobody's fault, and not tried again", async () => {
    const learner = await launched();
    peer.users = peer.users.map((user) => ({ ...user, enrolled: false }));
    await report(tool, learner, 0.8);
    await deliver(grades);
    await until(async () => (await grades.list(nord))[0]?.state === 'declined');
    tool.clock.advance(3_600_000);
    await grades.sendDue();
    expect(posts(/scores/)).toHaveLength(1);
  });

  test('a refusal of the token endpoint is not one of the person', async () => {
    peer.misbehave('/token.php', status(400));
    await report(tool, await launched(), 0.8);
    await grades.idle();
    await sendUntil(tool, [grades], async () => (await grades.list(nord))[0]?.state === 'sent');
    expect(values()).toEqual([[peer.items[0]!.id, 17, 80]]);
  });

  test('a link without a column gets one, once, for all its learners and for ever', async () => {
    const bare = peer.addActivity('Ohne Spalte', 'content=d2-lernen-begleiten', false);
    peer.users = [17, 18, 19, 20].map((id) => ({
      id,
      firstname: 'P',
      lastname: String(id),
      role: 'student',
      enrolled: true,
    }));
    const learners = [];
    for (const user of peer.users) learners.push(await launched(bare, user));
    for (const learner of learners) await report(tool, learner, 0.6);
    await deliver(grades);
    await sent(4);
    const made = peer.items.filter(({ service }) => service?.link === bare.id);
    expect(made).toMatchObject([
      {
        name: 'Lernen begleiten',
        max: 100,
        service: { resourceId: 'd2-lernen-begleiten', tag: expect.stringMatching(/^lotse-[0-9a-f]{32}$/) },
      },
    ]);
    expect(peer.grades.map(({ user, value }) => [user, value]).sort()).toEqual([
      [17, 60],
      [18, 60],
      [19, 60],
      [20, 60],
    ]);
    // From now on Moodle names it at every launch; a worse result must not overwrite the better one all the same.
    const again = await launched(bare, peer.users[0]);
    expect(peer.launchClaims(bare, 'n')).toMatchObject({
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': { lineitem: peer.lineItemOf(made[0]!) },
    });
    await report(tool, again, 0.3);
    await deliver(grades);
    expect(peer.grades.find(({ user }) => user === 17)?.value).toBe(60);
    await report(tool, again, 0.95);
    await deliver(grades);
    await until(() => peer.grades.find(({ user }) => user === 17)?.value === 95);
    expect(await grades.list(nord)).toHaveLength(4);
  });

  test.each([
    ['en_us', 'Learning path'],
    ['de_comm', 'Lernpfad'],
    [undefined, 'Lernpfad'],
  ])("the column of a learning path is called what it is in the course's language (%s: %s)", async (locale, name) => {
    const path = peer.addActivity('Alles', 'page=path', false);
    const visit = await launchVisit(tool, (nonce) => ({
      ...peer.launchClaims(path, nonce),
      [claim('launch_presentation')]: { locale },
    }));
    await report(tool, await openOnPath(tool, visit, 'd2-lernen-begleiten'), 1);
    await deliver(grades);
    await sent(1);
    expect(peer.items.filter(({ service }) => service?.link === path.id)).toMatchObject([
      { name, service: { resourceId: 'learning-path' } },
    ]);
  });

  test('two processes make one column between them', async () => {
    const bare = peer.addActivity('Ohne Spalte', 'content=d2-lernen-begleiten', false);
    peer.users = [17, 18].map((id) => ({ id, firstname: 'P', lastname: String(id), role: 'student', enrolled: true }));
    const other = another();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let looking = false;
    peer.misbehave(
      '/services.php/7/lineitems',
      (_request, response) => json(response, 200, []),
      (_request, response) => {
        looking = true;
        void held.then(() => json(response, 200, []));
      },
    );
    await report(tool, await launched(bare, peer.users[0]), 0.6);
    await until(() => looking);
    // The first process has looked by link, and waits for Moodle's answer by tag; the second has a grade for the same column.
    await report(tool, await launched(bare, peer.users[1]), 0.6);
    await grades.idle();
    expect(await other.sendDue()).toBe(1);
    release();
    await sendUntil(tool, [grades, other], async () =>
      (await grades.list(nord)).every(({ state }) => state === 'sent'),
    );
    expect(peer.items.filter(({ service }) => service !== undefined)).toHaveLength(1);
    expect(peer.grades).toHaveLength(2);
  });

  test('a column that was made before the answer came is found again, not made twice', async () => {
    const bare = peer.addActivity('Ohne Spalte', 'content=d2-lernen-begleiten', false);
    const learner = await launched(bare);
    // Nothing found by link or by tag; then made, and the connection lost before Moodle could say so.
    const nothing: Answer = (_request, response) => json(response, 200, []);
    const requested: string[] = [];
    peer.misbehave(
      '/services.php/7/lineitems',
      nothing,
      nothing,
      (request, response) =>
        void bodyOf(request).then((body) => {
          requested.push(request.method!);
          const { label, tag } = JSON.parse(body) as { label: string; tag: string };
          peer.addItem({ name: label, max: 100, service: { resourceId: '', tag } });
          response.destroy();
        }),
    );
    await report(tool, learner, 0.6);
    await grades.idle();
    await sendUntil(tool, [grades], async () => (await grades.list(nord))[0]?.state === 'sent');
    expect(requested).toEqual(['POST']);
    expect(peer.items.filter(({ service }) => service !== undefined)).toHaveLength(1);
  });

  test('a column that was deleted is looked up anew once, and made again', async () => {
    const learner = await launched();
    await report(tool, learner, 0.5);
    await deliver(grades);
    await sent(1);
    peer.items.splice(0);
    await report(tool, learner, 0.9);
    await deliver(grades);
    await until(() => peer.grades.some(({ value }) => value === 90));
    expect(peer.items).toMatchObject([{ service: { link: peer.activities[0]!.id } }]);
  });

  test('of several columns of a link one is taken, and none made', async () => {
    const twofold = peer.addActivity('Zwei Spalten', 'content=d2-lernen-begleiten', true);
    const second = peer.addItem({
      name: 'Bonus',
      max: 10,
      service: { link: twofold.id, resourceId: 'bonus', tag: 'bonus' },
    });
    expect(peer.launchClaims(twofold, 'n')).not.toMatchObject({
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': { lineitem: expect.anything() },
    });
    await report(tool, await launched(twofold), 0.6);
    await deliver(grades);
    await sent(1);
    expect(peer.grades).toMatchObject([{ item: second.id - 1, value: 60 }]);
    expect(peer.requests.some((line) => line.startsWith('POST /services.php/7/lineitems?'))).toBe(false);
  });

  test('where the administrator allows grade sync only, none is made, and the queue says so', async () => {
    peer.settings = { ...peer.settings, gradeService: 1 };
    await report(tool, await launched(peer.addActivity('Ohne Spalte', 'content=d2-lernen-begleiten', false)), 0.6);
    await deliver(grades);
    await until(async () => (await grades.list(nord))[0]?.state === 'failed');
    expect(await grades.list(nord)).toMatchObject([
      { lastError: 'not-found: line items: none for this link, and none may be made' },
    ]);
  });

  test('an LMS that asks to be left alone is, until the date it names', async () => {
    peer.misbehave(
      '/services.php/7/lineitems/31/lineitem/scores',
      status(429, { 'Retry-After': new Date(tool.clock.now() + 600_000).toUTCString() }),
    );
    await report(tool, await launched(), 0.8);
    await deliver(grades);
    await until(async () => (await grades.list(nord))[0]?.attempts === 1);
    const wait = Date.parse((await grades.list(nord))[0]!.nextTry) - tool.clock.now();
    expect(wait).toBeGreaterThan(595_000);
    expect(wait).toBeLessThanOrEqual(601_000);
  });

  test('whom the LMS forbids to write fails visibly, and a column on another host is never written to', async () => {
    peer.misbehave('/services.php/7/lineitems/31/lineitem/scores', ...Array.from({ length: 4 }, () => status(403)));
    const learner = await launched();
    await report(tool, learner, 0.8);
    await grades.idle();
    await sendUntil(tool, [grades], async () => (await grades.list(nord))[0]?.state === 'failed');
    const bare = peer.addActivity('Ohne Spalte', 'content=d2-lernen-begleiten', false);
    const elsewhere = { id: 'http://other.example/lineitems/1', resourceLinkId: String(bare.id) };
    peer.misbehave('/services.php/7/lineitems', (_request, response) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify([elsewhere])),
    );
    await report(tool, await launched(bare), 0.8);
    await deliver(grades);
    await until(async () =>
      (await grades.list(nord)).some(
        ({ lastError }) => lastError === 'platform-unreachable: line items: a column on another host',
      ),
    );
  });
});
