import type { Position } from '../../lrs/index.js';
import type { Grade, GradeIntake, GradeOutcome, GradeScore } from './grades.js';

/**
 * No try is put off for longer, in milliseconds: a row that is due later than that from now was written by a clock that
 * was wrong, and is due at once.
 */
export const maxGradeWaitMs = 24 * 60 * 60 * 1000;

/**
 * Later than anything can be due that is put off at `now`.
 * @returns ISO 8601 UTC
 */
export function latestGradeDue(now: string): string {
  return new Date(Date.parse(now) + maxGradeWaitMs).toISOString();
}

/** For a row that waits. */
export function isGradeDue({ nextTry }: Pick<Grade, 'nextTry'>, now: string): boolean {
  return nextTry <= now || nextTry > latestGradeDue(now);
}

/** Where a stretch of the stream stands: `take` if it is the next one, `taken` if it has been taken in. */
export function intakeStanding(
  cursor: Position,
  { from, to }: Pick<GradeIntake, 'from' | 'to'>,
): 'take' | 'taken' | 'elsewhere' {
  if (cursor === from) return 'take';
  return cursor >= to ? 'taken' : 'elsewhere';
}

const isGraded = ({ gradingProgress }: GradeScore): boolean => gradingProgress === 'FullyGraded';

/**
 * True if a score says more than another about the same cell: one that is FullyGraded more than one that is not, of two
 * FullyGraded ones the better (scoreGiven / scoreMaximum), of two others the one that is Completed.
 */
export function isBetterScore(score: GradeScore, than: GradeScore): boolean {
  if (isGraded(score))
    return !isGraded(than) || score.scoreGiven * than.scoreMaximum > than.scoreGiven * score.scoreMaximum;
  return !isGraded(than) && score.activityProgress === 'Completed' && than.activityProgress !== 'Completed';
}

/**
 * The row of a cell after a score has come to it.
 * @param known what is in the cell
 * @param score `id` is used where the cell is new
 * @returns `existing` itself where the score does not count
 */
export function scoredGrade(existing: Grade | undefined, score: GradeScore & Pick<Grade, 'id'>, now: string): Grade {
  if (existing !== undefined && !isBetterScore(score, existing)) return existing;
  const { lastTimestamp } = existing ?? {};
  return {
    ...score,
    id: existing?.id ?? score.id,
    state: 'waiting',
    revision: (existing?.revision ?? 0) + 1,
    attempts: 0,
    nextTry: now,
    ...(lastTimestamp === undefined ? {} : { lastTimestamp }),
  };
}

/**
 * The row after a try to send it. Of an outcome that is about a revision from before a better score, only what the LMS has
 * of the cell counts: its timestamp.
 * @param revision the one that was tried
 */
export function settledGrade(grade: Grade, revision: number, outcome: GradeOutcome): Grade {
  const isCurrent = grade.revision === revision;
  const failedOnce = { attempts: grade.attempts + 1 };
  switch (outcome.kind) {
    case 'released':
      return grade;
    case 'sent': {
      const { lastError: _healed, ...rest } = grade;
      return { ...(isCurrent ? { ...rest, state: 'sent' } : grade), lastTimestamp: outcome.timestamp };
    }
    case 'failed':
    case 'declined':
      return isCurrent ? { ...grade, ...failedOnce, state: outcome.kind, lastError: outcome.error } : grade;
    case 'retry': {
      const { nextTry, error, notBefore = '' } = outcome;
      const tried = isCurrent ? { ...grade, ...failedOnce, nextTry, lastError: error } : grade;
      return notBefore > (grade.lastTimestamp ?? '') ? { ...tried, lastTimestamp: notBefore } : tried;
    }
  }
}

/** The row as it waits to be sent once more. */
export function replayedGrade(grade: Grade, now: string): Grade {
  return { ...grade, state: 'waiting', attempts: 0, nextTry: now };
}
