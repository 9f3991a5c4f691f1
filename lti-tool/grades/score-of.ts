import { z } from 'zod';
import type { Instant, Vocabulary } from '../../base/index.js';
import { verbs } from '../../lrs/index.js';

/** Scores go out of this; the LMS scales them to the line item's maximum (AGS 2.0 §3.4.4). */
export const scoreMaximum = 100;

const gradedVerbs = new Set<string>([verbs.completed, verbs.passed, verbs.failed]);

const reported = z.object({
  id: z.string(),
  actor: z.object({ account: z.object({ homePage: z.string(), name: z.string() }) }),
  verb: z.object({ id: z.string() }),
  object: z.object({ objectType: z.literal('Activity').optional(), id: z.string() }),
  context: z.object({ registration: z.string() }),
  result: z.object({
    score: z.object({
      scaled: z.number().optional(),
      raw: z.number().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
  }),
  timestamp: z.string(),
});

/** The result of a whole content in a statement. */
export interface ReportedScore {
  readonly statement: string;
  /** Id of the content. */
  readonly content: string;
  readonly registration: string;
  readonly issuer: string;
  readonly subject: string;
  /** Out of `scoreMaximum`, to two decimals. */
  readonly scoreGiven: number;
  /** When it was reached. */
  readonly timestamp: Instant;
}

/** `scaled`, else (raw − min) / (max − min) if all three are there, else nothing; never below 0, never above 1. */
function share({ scaled, raw, min, max }: z.infer<typeof reported>['result']['score']): number | undefined {
  const value =
    scaled ??
    (raw !== undefined && min !== undefined && max !== undefined && max > min ? (raw - min) / (max - min) : undefined);
  return value === undefined ? undefined : Math.min(1, Math.max(0, value));
}

/**
 * The score in a statement that counts: completed, passed or failed, about a whole content of ours
 * (not a part of it), within an attempt, with a score.
 * @param text the statement as JSON text
 * @param stored when it was stored: stands in for a timestamp that is none
 */
export function scoreOf(text: string, stored: string, vocabulary: Vocabulary): ReportedScore | undefined {
  const parsed = reported.safeParse(JSON.parse(text));
  if (!parsed.success) return undefined;
  const { id, actor, verb, object, context, result, timestamp } = parsed.data;
  const content = vocabulary.contentIdOf(object.id);
  if (!gradedVerbs.has(verb.id) || content === undefined || vocabulary.activity(content) !== object.id)
    return undefined;
  const reached = share(result.score);
  if (reached === undefined) return undefined;
  const reachedAt = Date.parse(timestamp);
  return {
    statement: id,
    content,
    registration: context.registration.toLowerCase(),
    issuer: actor.account.homePage,
    subject: actor.account.name,
    scoreGiven: Math.round(reached * scoreMaximum * 100) / 100,
    timestamp: Number.isNaN(reachedAt) ? stored : new Date(reachedAt).toISOString(),
  };
}
