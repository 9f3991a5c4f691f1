import type { Instant } from '../../base/index.js';
import type { Framework, Level, RoleProfile, LocalisedText } from '../framework/index.js';
import { judge, type Judgement, type RuleSet } from '../rules/index.js';
import type { Evidence } from '../store/index.js';
import type { NextStep, NextStepFor } from './next-step.js';
import { notRated } from './sentences.js';

/** One competency of one person: Soll beside Ist. */
export interface Rating {
  readonly code: string;
  readonly name: LocalisedText;
  /** Soll; absent if the profile has no target here. */
  readonly target?: Level;
  /** Ist; `null`: not rated. */
  readonly level: Level | null;
  /** The observable text of Ist, or "not rated". */
  readonly levelText: LocalisedText;
  /** Soll − Ist: positive is missing, negative is more than asked; `null` where either is unknown. */
  readonly gap: number | null;
  readonly nextStep?: NextStep;
  /** A higher level that was held and has lapsed. */
  readonly expired?: { readonly level: Level; readonly on: string };
  /** When Ist lapses unless something new comes. */
  readonly validUntil?: Instant;
  /** A higher level that a person might confirm. */
  readonly proposal?: { readonly level: Level };
  /** Number of statements that count towards it. */
  readonly statements: number;
}

/** One person's matrix. */
export interface PersonMatrix {
  readonly framework: { readonly id: string; readonly version: number; readonly title: LocalisedText };
  readonly profile: RoleProfile;
  /** The general text of each level, at its index. */
  readonly scale: Framework['scale'];
  readonly groups: readonly {
    readonly code: string;
    readonly name: LocalisedText;
    readonly competencies: readonly Rating[];
  }[];
  /** Number of rated competencies, of all; and of those with a target, the number that meet it. */
  readonly totals: {
    readonly competencies: number;
    readonly rated: number;
    readonly targets: number;
    readonly met: number;
  };
  /** The instant for which it was computed. */
  readonly asOf: Instant;
}

/** Everything the rating of one framework needs. */
export interface RatingRules {
  readonly framework: Framework;
  readonly ruleSet: RuleSet;
  readonly nextStepFor: NextStepFor;
}

/** Judgements by competency code, for every competency of a framework. */
export function judgeCompetencies(
  evidence: readonly Evidence[],
  { framework, ruleSet }: RatingRules,
  now: number,
): ReadonlyMap<string, Judgement> {
  const byCode = new Map<string, Evidence[]>();
  for (const each of evidence) {
    if (each.framework !== framework.id) continue;
    const list = byCode.get(each.code);
    if (list === undefined) byCode.set(each.code, [each]);
    else list.push(each);
  }
  return new Map(
    framework.groups.flatMap(({ competencies }) =>
      competencies.map(({ code }) => [code, judge(byCode.get(code) ?? [], ruleSet, now)]),
    ),
  );
}

/** Builds one person's matrix from all their evidence. Pure. */
export function personMatrix(
  evidence: readonly Evidence[],
  rules: RatingRules,
  profile: RoleProfile,
  now: number,
): PersonMatrix {
  const { framework, nextStepFor } = rules;
  const judgements = judgeCompetencies(evidence, rules, now);
  const groups = framework.groups.map(({ code: groupCode, name: groupName, competencies }) => ({
    code: groupCode,
    name: groupName,
    competencies: competencies.map(({ code, name, levels, targets }): Rating => {
      const { level, expired, proposal, validUntil, reasons } = judgements.get(code)!;
      const target = targets[profile.id];
      const nextStep = nextStepFor(level, target);
      return {
        code,
        name,
        level,
        levelText: level === null ? notRated : levels[level],
        gap: level === null || target === undefined ? null : target - level,
        statements: reasons.length,
        ...(target === undefined ? {} : { target }),
        ...(nextStep === undefined ? {} : { nextStep }),
        ...(expired === undefined ? {} : { expired: { level: expired.level, on: expired.on } }),
        ...(validUntil === undefined ? {} : { validUntil }),
        ...(proposal === undefined ? {} : { proposal: { level: proposal.level } }),
      };
    }),
  }));
  const ratings = groups.flatMap((group) => group.competencies);
  return {
    framework: { id: framework.id, version: framework.version, title: framework.title },
    profile,
    scale: framework.scale,
    groups,
    totals: {
      competencies: ratings.length,
      rated: ratings.filter(({ level }) => level !== null).length,
      targets: ratings.filter(({ target }) => target !== undefined).length,
      met: ratings.filter(({ gap }) => gap !== null && gap <= 0).length,
    },
    asOf: new Date(now).toISOString(),
  };
}
