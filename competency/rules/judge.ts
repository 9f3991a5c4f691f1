import type { EpochMilliseconds, Instant } from '../../base/index.js';
import type { Level } from '../framework/index.js';
import type { Evidence } from '../store/index.js';
import { type Application, applyRule, type NotCountedReason } from './application.js';
import type { Rule, RuleSet } from './rule-set.js';

/** The contribution of one statement to the rating. */
export interface Reason {
  readonly evidence: Evidence;
  readonly counted: boolean;
  /** Why not; absent if it counted. */
  readonly because?: NotCountedReason;
}

/** Requirements for the next level that are not met. */
export type Missing =
  /** More results that the rule accepts. */
  | {
      readonly kind: 'results';
      readonly rule: Rule;
      readonly have: number;
      readonly need: number;
      /**
       * Best scaled score so far among activities that could show the level, if there is one below the rule's minimum.
       */
      readonly bestScore?: number;
      /** No activity so far can show the level. */
      readonly onlyLowerTags: boolean;
    }
  /** A person's confirmation: the system never gives this level by itself. */
  | { readonly kind: 'confirmation'; readonly level: Level };

/** A rating with everything that explains it. */
export interface Judgement {
  /** Ist; `null`: not rated, since there is no evidence at all. */
  readonly level: Level | null;
  /** The rule that gave the level; absent if none holds. */
  readonly by?: Rule;
  /** The rule that `reasons` refer to: `by`, else the lowest rule. */
  readonly measuredBy?: Rule;
  /** When the level lapses unless something new comes. */
  readonly validUntil?: Instant;
  /** A higher level that was held and has lapsed. */
  readonly expired?: { readonly level: Level; readonly rule: Rule; readonly on: string };
  /** A higher level that a person might confirm. */
  readonly proposal?: { readonly level: Level; readonly rule: Rule; readonly counted: readonly Evidence[] };
  /** One per statement, newest first. */
  readonly reasons: readonly Reason[];
  /** For the next level; empty at the highest. */
  readonly missing: readonly Missing[];
}

const highestLevel: Level = 4;

function distinct(evidence: readonly Evidence[]): Evidence[] {
  return [...new Map(evidence.map((each) => [each.statement, each])).values()];
}

function resultsMissing({ rule, counted }: Application, evidence: readonly Evidence[]): Missing {
  const able = evidence.filter((each) => rule.accepts.some(({ tagLevel }) => each.level >= tagLevel));
  const scores = able.flatMap((each) => (each.scaled === undefined ? [] : [each.scaled]));
  const least = Math.min(...rule.accepts.map(({ scaled }) => scaled ?? Infinity));
  const best = Math.max(...scores);
  return {
    kind: 'results',
    rule,
    have: counted.length,
    need: rule.distinctActivities,
    onlyLowerTags: evidence.length > 0 && able.length === 0,
    ...(least !== Infinity && scores.length > 0 && best < least ? { bestScore: best } : {}),
  };
}

function missingFor(next: Level, applications: readonly Application[], evidence: readonly Evidence[]): Missing[] {
  const application = applications.find(({ rule }) => rule.level === next);
  const results = application === undefined || application.isMet ? [] : [resultsMissing(application, evidence)];
  const confirmed = application === undefined || application.rule.effect === 'proposed';
  return confirmed ? [...results, { kind: 'confirmation', level: next }] : results;
}

/**
 * Judges one person's evidence for one competency. Pure: the same evidence, rules and instant give the
 * same judgement, in whatever order the evidence comes.
 */
export function judge(evidence: readonly Evidence[], { rules, verbs }: RuleSet, now: EpochMilliseconds): Judgement {
  const statements = distinct(evidence).sort(
    (one, other) => Date.parse(other.timestamp) - Date.parse(one.timestamp) || other.position - one.position,
  );
  const applications = rules.map((rule) => applyRule(rule, statements, verbs, now));
  const counting = applications.filter(({ rule }) => rule.effect === 'counted');
  const giving = counting.findLast(({ isMet }) => isMet);
  const level: Level | null = giving?.rule.level ?? (statements.length === 0 ? null : 0);
  const measure = giving ?? counting[0];
  const above = (application: Application): boolean => application.rule.level > (level ?? 0);
  const lapsed = counting.findLast(
    (application) => above(application) && !application.isMet && application.until !== undefined,
  );
  const proposing = applications.findLast(
    (application) => application.rule.effect === 'proposed' && above(application) && application.isMet,
  );
  const next = ((level ?? 0) + 1) as Level;
  return {
    level,
    ...(giving === undefined ? {} : { by: giving.rule }),
    ...(measure === undefined ? {} : { measuredBy: measure.rule }),
    ...(giving?.until === undefined ? {} : { validUntil: new Date(giving.until).toISOString() }),
    ...(lapsed?.until === undefined
      ? {}
      : { expired: { level: lapsed.rule.level, rule: lapsed.rule, on: new Date(lapsed.until).toISOString() } }),
    ...(proposing === undefined
      ? {}
      : { proposal: { level: proposing.rule.level, rule: proposing.rule, counted: proposing.counted } }),
    reasons: statements.map((each) => {
      const because = measure?.notCounted.get(each.statement);
      return because === undefined && measure !== undefined
        ? { evidence: each, counted: true }
        : { evidence: each, counted: false, ...(because === undefined ? {} : { because }) };
    }),
    missing: level === highestLevel ? [] : missingFor(next, applications, statements),
  };
}
