import { beforeEach, describe, expect, test } from '@jest/globals';
import { verbs } from '../../../../lrs/statement/index.js';
import type { Grades } from '../../../../lti-tool/grades/index.js';
import { deliver, launchLearner, type Learner, report, sendUntil, useGradeWalk } from '../../../support/grade-walk.js';
import { type LtiTool, nord } from '../../../support/lti-tool.js';
import { privacyIdents } from '../../../support/peers/ilias-people.js';
import { IliasPeer } from '../../../support/peers/ilias.js';
import { until } from '../../../support/until.js';

/** ILIAS's grade service (`ltitoken.php`, `ltiservices.php`) as it is in ILIAS 9 and 10. */
describe('ILIAS grades', () => {
  let peer: IliasPeer;
  let tool: LtiTool;
  let grades: Grades;
  useGradeWalk(
    () => IliasPeer.start(),
    (opened) => ({ peer, tool, grades } = opened),
  );
  beforeEach(() => grades.start());

  const launched = (): Promise<Learner> => launchLearner(tool, (nonce) => peer.launchClaims(peer.objects[0]!, nonce));

  test.each(privacyIdents)('a result reaches its person in the privacy mode %s', async (privacyIdent) => {
    peer.settings = { ...peer.settings, privacyIdent };
    await report(tool, await launched(), 0.8);
    await deliver(grades);
    await until(() => peer.results.length === 1);
    expect(peer.results).toEqual([{ objId: peer.objects[0]!.objId, userId: 256, result: 0.8, completed: true }]);
    expect(peer.scores[0]).not.toHaveProperty('comment');
  });

  test('an underscore in a login does not lead to somebody else', async () => {
    peer.settings = { ...peer.settings, privacyIdent: 'login' };
    peer.user = { ...peer.user, id: 500, login: 'a_kaya' };
    const wanted = await launched();
    peer.user = { ...peer.user, id: 501, login: 'alkaya' };
    await launched();
    await report(tool, wanted, 0.9);
    await deliver(grades);
    await until(() => peer.results.length === 1);
    expect(peer.results[0]).toMatchObject({ userId: 500 });
  });

  test('what is not fully graded stays here: ILIAS would take a result back for it', async () => {
    const learner = await launched();
    await report(tool, learner, { verb: verbs.answered });
    await report(tool, learner);
    await deliver(grades);
    expect(await grades.list(nord)).toEqual([]);
    await report(tool, learner, 0.6);
    await report(tool, learner, { verb: verbs.answered });
    await deliver(grades);
    await until(async () => (await grades.list(nord))[0]?.state === 'sent');
    expect(peer.scores.map(({ gradingProgress }) => gradingProgress)).toEqual(['FullyGraded']);
    expect(peer.results[0]).toMatchObject({ result: 0.6 });
  });

  test('the token request has one name for issuer, subject and client, and our keys name their algorithm', async () => {
    await report(tool, await launched(), 0.8);
    await deliver(grades);
    await until(() => peer.results.length === 1);
    expect(peer.requests).toContain('POST /ltitoken.php');
    expect(new Set((await tool.platforms.publishedKeys()).map(({ alg }) => alg))).toEqual(new Set(['RS256']));
  });

  test('somebody who is gone from the object fails visibly after a few tries', async () => {
    const learner = await launched();
    peer.objects.splice(0, 1);
    await report(tool, learner, 0.8);
    await grades.idle();
    await sendUntil(tool, [grades], async () => (await grades.list(nord))[0]?.state === 'failed');
    expect(await grades.list(nord)).toMatchObject([{ lastError: expect.stringMatching(/status (404|400)/) }]);
  });

  test('grades that are switched off in ILIAS are none', async () => {
    peer.settings = { ...peer.settings, gradeSynchronization: false };
    await report(tool, await launched(), 0.8);
    await deliver(grades);
    expect(await grades.list(nord)).toEqual([]);
  });
});
