import { z } from 'zod';
import type { Instant, Vocabulary } from '../../base/index.js';
import { verbs } from '../../lrs/index.js';

/** Verbs of somebody working on a unit. Opening it is not work yet. */
const working = new Set<string>([
  verbs.answered,
  verbs.progressed,
  verbs.completed,
  'http://adlnet.gov/expapi/verbs/interacted',
]);

const reported = z.object({
  actor: z.object({ account: z.object({ homePage: z.string(), name: z.string() }) }),
  verb: z.object({ id: z.string() }),
  object: z.object({ objectType: z.literal('Activity').optional(), id: z.string() }),
  context: z.object({ registration: z.string() }),
  timestamp: z.string(),
});

/** Progress at a content, up to its completion, without a score (yet). */
export interface ReportedProgress {
  readonly content: string;
  readonly registration: string;
  readonly issuer: string;
  readonly subject: string;
  readonly activityProgress: 'InProgress' | 'Completed';
  readonly timestamp: Instant;
}

/**
 * The progress in a statement about a content of ours or a part of it, within an attempt. Only a statement about the
 * whole content completes it.
 * @param text the statement as JSON text
 * @param stored when it was stored: stands in for a timestamp that is none
 */
export function progressOf(text: string, stored: string, vocabulary: Vocabulary): ReportedProgress | undefined {
  const parsed = reported.safeParse(JSON.parse(text));
  if (!parsed.success) return undefined;
  const { actor, verb, object, context, timestamp } = parsed.data;
  const content = vocabulary.contentIdOf(object.id);
  if (!working.has(verb.id) || content === undefined) return undefined;
  const reachedAt = Date.parse(timestamp);
  return {
    content,
    registration: context.registration.toLowerCase(),
    issuer: actor.account.homePage,
    subject: actor.account.name,
    activityProgress:
      verb.id === verbs.completed && vocabulary.activity(content) === object.id ? 'Completed' : 'InProgress',
    timestamp: Number.isNaN(reachedAt) ? stored : new Date(reachedAt).toISOString(),
  };
}
