import { Router } from 'express';
import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { demoScopes } from '../claims.js';
import { course, personById } from '../course.js';
import type { DemoParts } from '../parts.js';
import type { DemoScore } from '../state/index.js';
import { requireDemoScope } from './bearer.js';
import { lineItemIn } from './line-items.js';
import { media, pageOf, parseDemoBody, takeText } from './media.js';

const schema = z
  .looseObject({
    userId: z.string().min(1),
    activityProgress: z.enum(['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed']),
    gradingProgress: z.enum(['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady']),
    timestamp: z.iso.datetime({ offset: true }),
    scoreGiven: z.number().min(0).optional(),
    scoreMaximum: z.number().positive().optional(),
    comment: z.string().max(4000).optional(),
  })
  .superRefine((value, context) => {
    if (value.scoreGiven !== undefined && value.scoreMaximum === undefined)
      context.addIssue({ code: 'custom', path: ['scoreMaximum'], message: 'is required beside scoreGiven' });
  });

/** Moodle compares whole seconds. */
const wholeSeconds = (timestamp: string): number => Math.floor(Date.parse(timestamp) / 1000);

/** AGS 2.0 §3.3 (results) and §3.4 (scores), with the edges that Moodle's have. */
export function scoreRouter({ url, keys, state }: DemoParts): Router {
  const router = Router({ mergeParams: true });
  router.post(
    '/:id/scores',
    requireDemoScope(keys, demoScopes.score),
    ...takeText<{ id: string }>(media.score),
    async (request, response) => {
      const given = parseDemoBody(request, schema);
      if (personById(given.userId)?.role !== 'learner')
        throw new LotseError('bad-request', 'userId: nobody of this id is graded in this course.', { path: 'userId' });
      await state.update((draft) => {
        const lineItem = lineItemIn(draft, request.params.id);
        const stored = draft.scores.find((each) => each.lineItemId === lineItem.id && each.userId === given.userId);
        if (stored !== undefined && wholeSeconds(given.timestamp) <= wholeSeconds(stored.timestamp)) {
          throw new LotseError('conflict', 'A score with this timestamp or a later one is already there.', {
            path: 'timestamp',
          });
        }
        const { userId, timestamp, activityProgress, gradingProgress, comment, scoreGiven, scoreMaximum } = given;
        // Only a full grade is a grade: any other progress takes one back.
        const points =
          gradingProgress === 'FullyGraded' && scoreGiven !== undefined
            ? (scoreGiven / scoreMaximum!) * lineItem.scoreMaximum
            : undefined;
        const score: DemoScore = {
          lineItemId: lineItem.id,
          userId,
          timestamp,
          activityProgress,
          gradingProgress,
          comment,
          points,
        };
        draft.scores = [...draft.scores.filter((each) => each !== stored), score];
      });
      response.status(204).end();
    },
  );
  router.get('/:id/results', requireDemoScope<{ id: string }>(keys, demoScopes.resultReadOnly), (request, response) => {
    const { id, scoreMaximum } = lineItemIn(state.current(), request.params.id);
    const address = `${url}/lti/ags/${course.id}/lineitems/${id}`;
    const user = request.query['user_id'];
    const results = state
      .current()
      .scores.filter(
        (each) => each.lineItemId === id && each.points !== undefined && (user === undefined || each.userId === user),
      )
      .map(({ userId, points, comment }) => ({
        id: `${address}/results/${userId}`,
        scoreOf: address,
        userId,
        resultScore: points,
        resultMaximum: scoreMaximum,
        ...(comment === undefined ? {} : { comment }),
      }));
    const { page, link } = pageOf(results, request, `${address}/results`);
    if (link !== undefined) response.set('Link', link);
    response.type(media.results).send(JSON.stringify(page));
  });
  return router;
}
