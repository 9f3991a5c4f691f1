import { toLotseError, type Clock } from '../../base/index.js';
import {
  type PlatformAdapter,
  PlatformResponseError,
  refusalByStatus,
  type ScoreRefusal,
  scoreService,
} from '../platform/index.js';
import type { Grade, GradeOutcome } from '../store/index.js';

const second = 1000;
const firstWait = 5 * second;
const maxWaitMs = 6 * 3600 * second;
/** Number of attempts after which a refusal that rarely passes is final. */
const maxRefusals = 4;
/** Number of attempts, more than a week's, after which an LMS that never responds is given up. */
const maxTries = 40;
/** Refusals that rarely pass by waiting. */
const permanentRefusals = new Set<ScoreRefusal>(['line-item-gone', 'not-allowed', 'wrong-request']);

/**
 * The wait after a number of failed tries: doubling, up to six hours, and between half and all of it, so
 * that grades that failed together do not come back together.
 * @param chance from 0 (inclusive) to 1
 */
export function waitAfter(failures: number, chance: number): number {
  const whole = Math.min(maxWaitMs, firstWait * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole * (0.5 + chance / 2));
}

/**
 * The timestamp to send a score with: when it was reached, but at least a second later than the last one the LMS took
 * for this cell, since it must be later (AGS 2.0 §3.4.7) and some LMSs count in whole seconds.
 */
export function sendTimestamp(grade: Pick<Grade, 'timestamp' | 'lastTimestamp'>): string {
  if (grade.lastTimestamp === undefined) return grade.timestamp;
  const earliest = new Date(Date.parse(grade.lastTimestamp) + second).toISOString();
  return grade.timestamp > earliest ? grade.timestamp : earliest;
}

/** The meaning of a refusal: by this LMS's own rules only if its score service answered, else by HTTP's. */
export function meaningOf(caught: unknown, adapter: PlatformAdapter): ScoreRefusal | undefined {
  if (!(caught instanceof PlatformResponseError)) return undefined;
  return caught.service === scoreService ? adapter.scoreRefusal(caught.answered) : refusalByStatus(caught.answered);
}

/** The outcome of a grade whose sending has failed. @param refusal its meaning to the LMS, if the LMS refused it */
export function outcomeOf(
  caught: unknown,
  refusal: ScoreRefusal | undefined,
  grade: Grade,
  clock: Clock,
  chance: number,
): GradeOutcome {
  const failures = grade.attempts + 1;
  const lotseError = toLotseError(caught);
  const error = `${lotseError.code}: ${lotseError.detail ?? lotseError.message}`;
  if (refusal === 'person-not-graded') return { kind: 'declined', error };
  const isGivenUp =
    failures >= maxTries ||
    (refusal !== undefined && permanentRefusals.has(refusal) && failures >= maxRefusals) ||
    lotseError.code === 'not-found' ||
    lotseError.code === 'unknown-platform';
  if (isGivenUp) return { kind: 'failed', error };
  const wait = Math.max(waitAfter(failures, chance), Math.min((lotseError.retryAfter ?? 0) * second, maxWaitMs));
  const nextTry = new Date(clock.now() + wait).toISOString();
  // The LMS has a later timestamp than ours, perhaps from an attempt whose response was lost, or from a trainer: retry
  // with a new one, after a wait that grows each time and so catches up with a clock that is ahead.
  const notBefore = new Date(Date.parse(nextTry) - second).toISOString();
  return refusal === 'later-timestamp'
    ? { kind: 'retry', nextTry, error, notBefore }
    : { kind: 'retry', nextTry, error };
}
