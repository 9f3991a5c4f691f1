import { type EpochMilliseconds, groupBy } from '../../base/index.js';
import type { Evidence } from '../store/index.js';
import { refusal, type EvidenceRefusal } from './acceptance.js';
import type { Rule, RuleSet } from './rule-set.js';

/** Why a statement does not count for a rule. */
export type NotCountedReason = EvidenceRefusal | 'not-last-attempt' | 'repeated' | 'expired';

/** The result of applying one rule to the evidence. */
export interface Application {
  readonly rule: Rule;
  /** The statements that stand for their activities, one each, still valid. */
  readonly counted: readonly Evidence[];
  /** True if enough different activities count at present. */
  readonly isMet: boolean;
  /** When the rule ceases, or ceased, to hold; absent: never held, or holds for good. */
  readonly until?: EpochMilliseconds;
  /** By statement id, for every statement that is not in `counted`. */
  readonly notCounted: ReadonlyMap<string, NotCountedReason>;
}

/** The instant that counts for validity: a clock ahead of ours must not make a result last longer. */
function happened(evidence: Evidence): number {
  return Math.min(Date.parse(evidence.timestamp), Date.parse(evidence.stored));
}

function later(one: Evidence, other: Evidence): number {
  return happened(one) - happened(other) || one.position - other.position;
}

/** The attempts at one activity, oldest first. Without a registration each statement is an attempt. */
function attemptsOf(evidence: readonly Evidence[]): Evidence[][] {
  const byAttempt = groupBy(evidence, (each) =>
    each.registration === undefined ? `statement ${each.statement}` : `registration ${each.registration}`,
  );
  const attempts = [...byAttempt.values()];
  for (const attempt of attempts) attempt.sort(later);
  return attempts.sort((one, other) => later(one.at(-1)!, other.at(-1)!));
}

/**
 * Applies one rule to the evidence of one person for one competency.
 * @param evidence each statement once
 */
export function applyRule(
  rule: Rule,
  evidence: readonly Evidence[],
  verbs: RuleSet['verbs'],
  now: EpochMilliseconds,
): Application {
  const notCounted = new Map<string, NotCountedReason>();
  const standing: { readonly evidence: Evidence; readonly expiry: number }[] = [];
  for (const ofActivity of groupBy(evidence, (each) => each.activity).values()) {
    const attempts = attemptsOf(ofActivity);
    const speaking = rule.attempts === 'best' ? attempts : attempts.slice(-1);
    for (const attempt of attempts) {
      if (!speaking.includes(attempt)) for (const each of attempt) notCounted.set(each.statement, 'not-last-attempt');
    }
    const accepted: Evidence[] = [];
    for (const each of speaking.flat()) {
      const reason = refusal(rule, each, verbs);
      if (reason === undefined) accepted.push(each);
      else notCounted.set(each.statement, reason);
    }
    // The latest of an activity's accepted statements stands for it: it is valid longest.
    const latest = accepted.sort(later).pop();
    for (const each of accepted) notCounted.set(each.statement, 'repeated');
    if (latest === undefined) continue;
    const expiry = rule.validityMonths === undefined ? Infinity : monthsLater(happened(latest), rule.validityMonths);
    if (expiry <= now) notCounted.set(latest.statement, 'expired');
    standing.push({ evidence: latest, expiry });
  }
  // The rule holds for as long as its n-th longest-lived activity does.
  const decisive = standing.map((each) => each.expiry).sort((one, other) => other - one)[rule.distinctActivities - 1];
  return {
    rule,
    counted: standing.filter((each) => each.expiry > now).map((each) => each.evidence),
    isMet: decisive !== undefined && decisive > now,
    ...(decisive === undefined || decisive === Infinity ? {} : { until: decisive }),
    notCounted,
  };
}

/**
 * The instant a number of calendar months later; a day that the month lacks becomes its last.
 */
function monthsLater(instant: EpochMilliseconds, months: number): EpochMilliseconds {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}
