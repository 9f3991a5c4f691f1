import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { distFolder } from '../../base/index.js';
import { levelSchema, type Level, localisedTextSchema, type LocalisedText } from '../framework/index.js';

/** The conditions a statement must meet for a rule to accept it. */
export interface RuleCondition {
  /** One of the rule set's verb names. */
  readonly verb: string;
  /** The activity must be able to show at least this level. */
  readonly tagLevel: Level;
  /** Minimum scaled score; with it, the result must have a score. */
  readonly scaled?: number | undefined;
}

/** A rule that turns statements into a level. */
export interface Rule {
  readonly id: string;
  readonly level: Level;
  /** `counted`: the rating rises. `proposed`: a person is asked to confirm it; never counted by itself. */
  readonly effect: 'counted' | 'proposed';
  readonly title: LocalisedText;
  /** Any of these suffices. */
  readonly accepts: readonly RuleCondition[];
  /** Number of different activities required. */
  readonly distinctActivities: number;
  /** The attempts at an activity that count: any of them (practice), or only the last (safety topics). */
  readonly attempts: 'best' | 'last';
  /** Months after which a result no longer counts; absent: it stays. */
  readonly validityMonths?: number | undefined;
}

/** The rules of one framework, in one version. */
export interface RuleSet {
  readonly framework: string;
  readonly version: number;
  /** Verb name → IRI. Statements with these verbs are evidence, with any other they are not. */
  readonly verbs: Readonly<Record<string, string>>;
  /** By level, ascending. */
  readonly rules: readonly Rule[];
}

const schema = z
  .strictObject({
    framework: z.string().min(1),
    version: z.int().positive(),
    verbs: z.record(z.string(), z.url()),
    rules: z.array(
      z.strictObject({
        id: z.string().min(1),
        level: levelSchema.refine((value) => value > 0, 'must be 1 or more'),
        effect: z.enum(['counted', 'proposed']),
        title: localisedTextSchema,
        accepts: z
          .array(
            z.strictObject({ verb: z.string(), tagLevel: levelSchema, scaled: z.number().min(-1).max(1).optional() }),
          )
          .min(1),
        distinctActivities: z.int().positive(),
        attempts: z.enum(['best', 'last']),
        validityMonths: z.int().positive().optional(),
      }),
    ),
  })
  .superRefine(({ verbs, rules }, context) => {
    for (const [index, rule] of rules.entries()) {
      for (const { verb } of rule.accepts) {
        if (!(verb in verbs))
          context.addIssue({
            code: 'custom',
            path: ['rules', index, 'accepts'],
            message: `${verb} is not one of the verbs`,
          });
      }
      if (rule.level > 2 && rule.effect === 'counted') {
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'effect'],
          message: "levels 3 and 4 need a person's confirmation: a rule can only propose them",
        });
      }
    }
  });

/**
 * Parses a rule set.
 * @throws ZodError naming the path of the fault; also if a rule would count level 3 or 4 without a person
 */
export function parseRuleSet(data: unknown): RuleSet {
  const { rules, ...rest } = schema.parse(data);
  return { ...rest, rules: rules.toSorted((one, other) => one.level - other.level) };
}

/** The rules that ship with Lotse, one set per framework. */
export function starterRuleSets(): readonly RuleSet[] {
  const path = join(distFolder, 'competency', 'rules', 'data', 'lotse.json');
  return [parseRuleSet(JSON.parse(readFileSync(path, 'utf8')))];
}
