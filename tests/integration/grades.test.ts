import { describe, expect, test } from '@jest/globals';
import { newUuid, vocabularyFor } from '../../base/index.js';
import { verbs } from '../../lrs/statement/index.js';
import type { Grades } from '../../lti-tool/grades/index.js';
import { deliver, launchLearner, type Learner, report, sendUntil, useGradeWalk } from '../support/grade-walk.js';
import { type LtiTool, nord, publicUrl } from '../support/lti-tool.js';
import { claim, membershipRole, PlatformPeer, silence, status } from '../support/platform-peer.js';
import { until } from '../support/until.js';

const vocabulary = vocabularyFor(publicUrl);
const content = 'd1-entwicklungsgespraech';
const scored = { score: { scaled: 0.8 } };
const scoresPath = '/course/7/lineitems/3/lineitem/scores';

/** From a statement in the LRS to the score in the LMS's grade book, over a real store and a real server. */
describe('grades', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let grades: Grades;
  let another: () => Grades;
  useGradeWalk(
    () => PlatformPeer.start(),
    (opened) => ({ peer, tool, grades, another } = opened),
  );

  const launched = (claims: Readonly<Record<string, unknown>> = {}): Promise<Learner> =>
    launchLearner(tool, (nonce) => peer.claims(nonce, claims));

  test('a completed unit becomes a score as AGS writes it', async () => {
    const attempt = await launched();
    const timestamp = new Date(tool.clock.now() - 5000).toISOString();
    await report(tool, attempt, { ...scored, timestamp });
    await grades.start();
    await until(() => peer.scores.length === 1);
    expect(peer.scores).toEqual([
      {
        url: `${scoresPath}?type_id=2`,
        contentType: 'application/vnd.ims.lis.v1.score+json',
        score: {
          userId: 'user-17',
          scoreGiven: 80,
          scoreMaximum: 100,
          activityProgress: 'Completed',
          gradingProgress: 'FullyGraded',
          timestamp,
        },
      },
    ]);
    expect(peer.tokenRequests.map(({ scope }) => scope)).toEqual([
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    ]);
    await until(async () => (await grades.list(nord))[0]?.state === 'sent');
  });

  test('grades of an LMS that is switched off wait, however long, and go out when it is on again', async () => {
    const attempt = await launched();
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    await report(tool, attempt, scored);
    await grades.start();
    await grades.idle();
    const [waiting] = await grades.list(nord);
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 0 });
    for (let day = 0; day < 60; day += 1) {
      tool.clock.advance(24 * 3600 * 1000);
      expect(await grades.sendDue()).toBe(0);
    }
    expect(await grades.list(nord)).toEqual([waiting]);
    expect([peer.scores, peer.tokenRequests]).toEqual([[], []]);
    await tool.platforms.change(nord, tool.platform.id, { active: true });
    await until(async () => {
      await grades.sendDue();
      return (await grades.list(nord))[0]?.state === 'sent';
    });
    expect(peer.scores).toHaveLength(1);
  });

  test('one that was claimed just before its LMS was switched off is given back untried', async () => {
    const attempt = await launched();
    await report(tool, attempt, scored);
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    const { claimGrades } = tool.store.grades;
    // The sender of a process that had claimed it while the LMS was on.
    Object.assign(tool.store.grades, {
      claimGrades: async (asked: Parameters<typeof claimGrades>[0]) => {
        await tool.platforms.change(nord, tool.platform.id, { active: true });
        const claimed = await claimGrades(asked);
        await tool.platforms.change(nord, tool.platform.id, { active: false });
        Object.assign(tool.store.grades, { claimGrades });
        return claimed;
      },
    });
    const sender = another();
    await sender.start();
    await sender.idle();
    await until(async () => (await sender.sendDue()) === 0 && tool.store.grades.claimGrades === claimGrades);
    expect(await sender.list(nord)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    expect(peer.scores).toEqual([]);
  });

  test('only whole contents count, with a score, in verbs that conclude', async () => {
    const attempt = await launched();
    await report(tool, attempt, { ...scored, verb: verbs.answered });
    await report(tool, attempt, { ...scored, verb: verbs.progressed });
    await report(tool, attempt, { ...scored, object: `${vocabulary.activity(content)}?subContentId=${newUuid()}` });
    await report(tool, attempt, { score: { raw: 3, max: 4 } });
    await report(tool, attempt, { score: {} });
    await grades.start();
    await deliver(grades);
    expect((await grades.list(nord)).map(({ gradingProgress }) => gradingProgress)).toEqual(['NotReady']);
    expect(peer.scores.every(({ score }) => !('scoreGiven' in score))).toBe(true);
    await report(tool, attempt, { verb: verbs.failed, score: { raw: 3, min: 1, max: 5 } });
    await deliver(grades);
    expect(await grades.list(nord)).toMatchObject([{ scoreGiven: 50, gradingProgress: 'FullyGraded' }]);
  });

  test('that somebody is at work is told once, and once more when they are through; a score tops it', async () => {
    const attempt = await launched();
    const reached = new Date(tool.clock.now() - 60_000).toISOString();
    await grades.start();
    await report(tool, attempt, { ...scored, verb: verbs.attempted, timestamp: reached });
    await deliver(grades);
    expect(await grades.list(nord)).toEqual([]);
    await report(tool, attempt, {
      ...scored,
      verb: verbs.answered,
      object: `${vocabulary.activity(content)}?subContentId=${newUuid()}`,
      timestamp: reached,
    });
    await report(tool, attempt, {
      ...scored,
      verb: verbs.answered,
      object: `${vocabulary.activity(content)}?subContentId=${newUuid()}`,
      timestamp: reached,
    });
    await deliver(grades);
    await until(() => peer.scores.length === 1);
    await report(tool, attempt, { timestamp: reached });
    await deliver(grades);
    await until(() => peer.scores.length === 2);
    await report(tool, attempt, { score: { scaled: 0 }, timestamp: reached });
    await deliver(grades);
    await until(() => peer.scores.length === 3);
    await report(tool, attempt, { ...scored, verb: verbs.answered, timestamp: reached });
    await deliver(grades);
    expect(
      peer.scores.map(({ score }) => [score['activityProgress'], score['gradingProgress'], score['scoreGiven']]),
    ).toEqual([
      ['InProgress', 'NotReady', undefined],
      ['Completed', 'NotReady', undefined],
      ['Completed', 'FullyGraded', 0],
    ]);
  });

  test("trainers, previews without a line item, and other people's attempts earn no grade", async () => {
    await report(tool, await launched({ sub: 'trainer', [claim('roles')]: [membershipRole('Instructor')] }), 0.8);
    await report(
      tool,
      await launched({ sub: 'preview', 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': undefined }),
      0.8,
    );
    const [victim, thief] = [await launched({ sub: 'victim' }), await launched({ sub: 'thief' })];
    await tool.lrs.statements.accept(
      { kind: 'credential', organisation: nord, key: 'k', scopes: ['all'], authority: thief.principal.authority },
      [
        {
          actor: thief.principal.actor,
          verb: { id: verbs.completed },
          object: { id: vocabulary.activity(content) },
          result: { score: { scaled: 1 } },
          context: { registration: victim.registration },
        },
      ],
      { version: '1.0.3' },
    );
    await grades.start();
    await deliver(grades);
    expect(await grades.list(nord)).toEqual([]);
  });

  test('the best score stands; each later one goes out with a later timestamp', async () => {
    const attempt = await launched();
    const reached = new Date(tool.clock.now() - 60_000).toISOString();
    await grades.start();
    await report(tool, attempt, { score: { scaled: 0.5 }, timestamp: reached });
    await deliver(grades);
    await report(tool, attempt, { score: { scaled: 0.4 }, timestamp: reached });
    await deliver(grades);
    await report(tool, attempt, { score: { scaled: 0.9 }, timestamp: reached });
    await deliver(grades);
    await until(() => peer.scores.length === 2);
    expect(peer.scores.map(({ score }) => score['scoreGiven'])).toEqual([50, 90]);
    const [first, second] = peer.scores.map(({ score }) => Date.parse(score['timestamp'] as string));
    expect(second! - first!).toBe(1000);
  });

  test("a learner's clock that is ahead does not reach the LMS", async () => {
    await report(tool, await launched(), { ...scored, timestamp: '2097-01-01T00:00:00.000Z' });
    await grades.start();
    await until(() => peer.scores.length === 1);
    expect(Date.parse(peer.scores[0]!.score['timestamp'] as string)).toBeLessThanOrEqual(tool.clock.now());
  });

  test('an LMS that fails is asked again, later and later, and gets the score once it can', async () => {
    peer.misbehave(scoresPath, status(500), status(503, { 'Retry-After': '120' }));
    await report(tool, await launched(), 0.8);
    await grades.start();
    await until(async () => (await grades.list(nord))[0]?.attempts === 1);
    const [first] = await grades.list(nord);
    expect(first).toMatchObject({ state: 'waiting', lastError: 'platform-unreachable: scores: status 500' });
    expect(Date.parse(first!.nextTry) - tool.clock.now()).toBeLessThanOrEqual(5000);
    tool.clock.advance(5001);
    await grades.sendDue();
    await until(async () => (await grades.list(nord))[0]?.attempts === 2);
    expect(Date.parse((await grades.list(nord))[0]!.nextTry) - tool.clock.now()).toBeGreaterThan(115_000);
    tool.clock.advance(120_001);
    await grades.sendDue();
    await until(async () => (await grades.list(nord))[0]?.state === 'sent');
    expect(peer.scores).toHaveLength(1);
  });

  test('what the LMS refuses for good fails visibly after a few tries, and can be replayed', async () => {
    peer.misbehave(scoresPath, status(404), status(404), status(404), status(404));
    await report(tool, await launched(), 0.8);
    await grades.start();
    await grades.idle();
    await sendUntil(tool, [grades], async () => (await grades.list(nord))[0]?.state === 'failed');
    const [failed] = await grades.list(nord);
    expect(failed).toMatchObject({ attempts: 4, lastError: 'platform-unreachable: scores: status 404' });
    expect(await grades.replay(nord, failed!.id)).toBe(true);
    await until(() => peer.scores.length === 1);
  });

  test('where the LMS holds a later timestamp the score comes back with one later still', async () => {
    peer.misbehave(scoresPath, status(409));
    const reached = tool.clock.now() - 60_000;
    await report(tool, await launched(), { ...scored, timestamp: new Date(reached).toISOString() });
    await grades.start();
    await until(async () => (await grades.list(nord))[0]?.attempts === 1);
    tool.clock.advance(10_000);
    await grades.sendDue();
    await until(() => peer.scores.length === 1);
    expect(Date.parse(peer.scores[0]!.score['timestamp'] as string)).toBeGreaterThan(reached + 60_000);
  });

  test('nothing is lost when everything stops between statement and score', async () => {
    await grades.start();
    await grades.idle();
    await grades.stop();
    await report(tool, await launched(), 0.8);
    expect(peer.scores).toHaveLength(0);
    grades = another();
    await grades.start();
    await until(() => peer.scores.length === 1);
    await grades.stop();
    // The next start finds the cursor if it was, and nothing to send again.
    grades = another();
    await grades.start();
    await deliver(grades);
    expect(peer.scores).toHaveLength(1);
  });

  test('a sender that dies while sending leaves its row to the next, once the lease has run out', async () => {
    const attempt = await launched();
    await grades.start();
    await grades.stop();
    grades = another();
    await report(tool, attempt, 0.8);
    const events = await tool.lrs.stream.listEvents(0, 0, 100);
    await tool.store.grades.takeGrades({
      partition: 0,
      from: await tool.store.grades.findGradeCursor(0),
      to: events.at(-1)!.position,
      withdrawn: [],
      now: new Date(tool.clock.now()).toISOString(),
      scores: [
        {
          id: newUuid(),
          organisation: nord,
          platform: tool.platform.id,
          deploymentId: '1',
          lineItem: peer.lineItem,
          subject: 'user-17',
          registration: attempt.registration,
          statement: newUuid(),
          scoreGiven: 80,
          scoreMaximum: 100,
          activityProgress: 'Completed',
          gradingProgress: 'FullyGraded',
          timestamp: new Date(tool.clock.now()).toISOString(),
        },
      ],
    });
    const now = tool.clock.now();
    await tool.store.grades.claimGrades({
      lease: { id: newUuid(), until: new Date(now + 60_000).toISOString() },
      limit: 8,
      now: new Date(now).toISOString(),
    });
    expect(await grades.sendDue()).toBe(0);
    tool.clock.advance(60_001);
    expect(await grades.sendDue()).toBe(1);
    expect(peer.scores).toHaveLength(1);
  });

  test('two senders at once send each score once', async () => {
    for (const subject of ['a', 'b', 'c', 'd', 'e', 'f']) await report(tool, await launched({ sub: subject }), 0.8);
    const other = another();
    await grades.start();
    await other.start();
    await until(() => peer.scores.length >= 6);
    await Promise.all([grades.idle(), other.idle()]);
    await Promise.all([grades.sendDue(), other.sendDue()]);
    expect(peer.scores.map(({ score }) => score['userId']).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('a statement that was voided before it was taken in earns nothing, whichever of the two came first', async () => {
    const attempt = await launched();
    const voiding = (target: string) =>
      tool.lrs.statements.accept(
        { kind: 'credential', organisation: nord, key: 'k', scopes: ['all'], authority: attempt.principal.authority },
        [
          {
            actor: attempt.principal.actor,
            verb: { id: verbs.voided },
            object: { objectType: 'StatementRef', id: target },
          },
        ],
        { version: '1.0.3' },
      );
    await voiding(await report(tool, attempt, 0.8));
    const id = newUuid();
    await voiding(id);
    await report(tool, attempt, { id, score: { scaled: 1 } });
    await grades.start();
    await deliver(grades);
    expect(await grades.list(nord)).toEqual([]);
  });

  test('the result of one unit cannot be handed in for another', async () => {
    const easy = await launched();
    const hard = await launched({
      [claim('custom')]: { content: 'd2-lernen-begleiten' },
      [claim('resource_link')]: { id: 'another-link' },
    });
    await report(tool, { ...easy, registration: hard.registration }, 1);
    await grades.start();
    await grades.idle();
    expect(await grades.list(nord)).toEqual([]);
    await report(tool, hard, 0.8);
    await until(() => peer.scores.length === 1);
  });

  test('an LMS that never answers holds up neither the others nor the end', async () => {
    peer.misbehave(scoresPath, silence);
    await report(tool, await launched({ sub: 'first' }), 0.8);
    await report(tool, await launched({ sub: 'second' }), 0.8);
    await grades.start();
    await until(() => peer.scores.length === 1);
    const before = Date.now();
    await grades.stop();
    expect(Date.now() - before).toBeLessThan(5000);
    grades = another();
    await grades.sendDue();
    expect(peer.scores.map(({ score }) => score['userId']).sort()).toEqual(['first', 'second']);
  });
});
