import type { Instant } from '../../base/index.js';
import type { Competency, Level, LocalisedText } from '../framework/index.js';
import type { Judgement, Rule, RuleSet } from '../rules/index.js';
import { missingInWords, notRated, reasonInWords, ruleInWords, thresholdInWords } from './sentences.js';

/** A rule for people to read. */
export interface ExplainedRule {
  readonly id: string;
  /** Version of the rule set. */
  readonly version: number;
  readonly title: LocalisedText;
  readonly words: LocalisedText;
  readonly threshold: LocalisedText;
}

/** One statement behind a rating. */
export interface ExplainedStatement {
  readonly id: string;
  /** IRI of the activity. */
  readonly activity: string;
  /** Language tag → name, as the statement gave it. */
  readonly activityName?: Readonly<Record<string, string>>;
  /** When it happened. */
  readonly timestamp: Instant;
  /** IRI of the verb. */
  readonly verb: string;
  readonly scaled?: number;
  readonly success?: boolean;
  readonly registration?: string;
  readonly counted: boolean;
  /** Why, or why not. */
  readonly because: LocalisedText;
}

/** The answer to "Warum?". */
export interface Explanation {
  readonly competency: {
    readonly framework: string;
    readonly code: string;
    readonly name: LocalisedText;
    readonly levels: Competency['levels'];
  };
  readonly level: Level | null;
  readonly levelText: LocalisedText;
  /** The rule that gave the level; absent if none holds. */
  readonly rule?: ExplainedRule;
  readonly validUntil?: string;
  readonly expired?: { readonly level: Level; readonly on: string; readonly rule: ExplainedRule };
  /** A level that a person might confirm, and the rule that proposes it. */
  readonly proposal?: { readonly level: Level; readonly rule: ExplainedRule; readonly statements: readonly string[] };
  /** Newest first. */
  readonly statements: readonly ExplainedStatement[];
  /** The unmet requirements for the next level, in whole sentences; empty at the highest level. */
  readonly missing: readonly LocalisedText[];
}

/** Explains a judgement in words. Pure. */
export function explanationOf(
  judgement: Judgement,
  frameworkId: string,
  { code, name, levels }: Competency,
  { version }: RuleSet,
): Explanation {
  const { level, by, measuredBy, validUntil, expired, proposal, reasons, missing } = judgement;
  const explained = (rule: Rule): ExplainedRule => ({
    id: rule.id,
    version,
    title: rule.title,
    words: ruleInWords(rule),
    threshold: thresholdInWords(rule),
  });
  return {
    competency: { framework: frameworkId, code, name, levels },
    level,
    levelText: level === null ? notRated : levels[level],
    ...(by === undefined ? {} : { rule: explained(by) }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(expired === undefined
      ? {}
      : { expired: { level: expired.level, on: expired.on, rule: explained(expired.rule) } }),
    ...(proposal === undefined
      ? {}
      : {
          proposal: {
            level: proposal.level,
            rule: explained(proposal.rule),
            statements: proposal.counted.map(({ statement }) => statement),
          },
        }),
    statements: reasons.map((reason): ExplainedStatement => {
      const { statement, activity, activityName, timestamp, verb, scaled, success, registration } = reason.evidence;
      return {
        id: statement,
        activity,
        timestamp,
        verb,
        counted: reason.counted,
        because: reasonInWords(reason, measuredBy),
        ...(activityName === undefined ? {} : { activityName }),
        ...(scaled === undefined ? {} : { scaled }),
        ...(success === undefined ? {} : { success }),
        ...(registration === undefined ? {} : { registration }),
      };
    }),
    missing: missing.map(missingInWords),
  };
}
