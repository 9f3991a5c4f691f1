import { bilingual, defineTexts, type Language } from '../../base/index.js';
import type { LocalisedText } from '../framework/index.js';
import type { RuleCondition, Missing, Reason, Rule } from '../rules/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

const texts = defineTexts({ de, en });

/** The text for a competency without evidence. */
export const notRated: LocalisedText = bilingual((language) => texts(language)('not-rated'));

const percentFormat = {
  de: new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 0 }),
  en: new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 }),
};

function percentIn(language: Language, share: number): string {
  return percentFormat[language].format(Math.floor(share * 100 + 1e-9) / 100);
}

/** A share in percent; rounded down, so that 69.6 % never reads like a reached 70 %. */
export function percent(share: number): LocalisedText {
  return bilingual((language) => percentIn(language, share));
}

const numbersInWords = [1, 2, 3, 4, 5, 6] as const;

/** "eine Lerneinheit", "zwei verschiedene Lerneinheiten". */
function units(language: Language, count: number, rule: Rule, more = false): string {
  const text = texts(language);
  const word = numbersInWords.find((each) => each === count);
  const number = word === undefined ? count : text(`number.${word}`);
  const what = text(more ? 'units.more' : 'units', { count, number });
  const level = Math.min(...rule.accepts.map(({ tagLevel }) => tagLevel));
  return level > 1 ? text('units.level', { units: what, level }) : what;
}

function withLeast(language: Language, done: string, scaled: number | undefined): string {
  return scaled === undefined ? done : texts(language)('done.least', { done, share: percentIn(language, scaled) });
}

/** "bestanden oder mit mindestens 70 % abgeschlossen"; one minimum for all is said once. */
function accomplished(language: Language, accepts: readonly RuleCondition[]): string {
  const text = texts(language);
  const [first] = accepts;
  const shared = accepts.every(({ scaled }) => scaled === first?.scaled);
  const done = accepts
    .map(({ verb, scaled }) =>
      withLeast(language, text(verb === 'passed' ? 'done.passed' : 'done.completed'), shared ? undefined : scaled),
    )
    .reduce((one, other) => text('done.or', { one, other }));
  return withLeast(language, done, shared ? first?.scaled : undefined);
}

/** The whole rule in words, generated from its data alone. */
export function ruleInWords(rule: Rule): LocalisedText {
  const { accepts, attempts, distinctActivities: count, effect, level, validityMonths } = rule;
  return bilingual((language) => {
    const text = texts(language);
    const what = { count, level, units: units(language, count, rule), done: accomplished(language, accepts) };
    return text('rule', {
      effect: text(effect === 'counted' ? 'rule.counted' : 'rule.proposed', what),
      attempts: text(attempts === 'best' ? 'attempts.best' : 'attempts.last'),
      validity: validityMonths === undefined ? text('validity.none') : text('validity', { count: validityMonths }),
    });
  });
}

/** The measurable part of a rule, e.g. "eine Lerneinheit der Stufe 2 oder höher, bestanden oder mit mindestens 70 % abgeschlossen". */
export function thresholdInWords(rule: Rule): LocalisedText {
  return bilingual((language) =>
    texts(language)('threshold', {
      units: units(language, rule.distinctActivities, rule),
      done: accomplished(language, rule.accepts),
    }),
  );
}

/** Why a statement counted, or why not. */
export function reasonInWords({ counted, because }: Reason, measuredBy: Rule | undefined): LocalisedText {
  return bilingual((language) => {
    const text = texts(language);
    if (counted) return text('counted');
    if (because === undefined || measuredBy === undefined) return text('no-rule');
    const least = Math.min(...measuredBy.accepts.map(({ scaled }) => scaled ?? Infinity));
    return text(`refused.${because}`, { share: percentIn(language, least) });
  });
}

/** The unmet requirements, in whole sentences. */
export function missingInWords(missing: Missing): LocalisedText {
  return bilingual((language) => {
    const text = texts(language);
    if (missing.kind === 'confirmation') return text('missing.confirmation', { level: missing.level });
    const { rule, have, need, bestScore, onlyLowerTags } = missing;
    const count = need - have;
    const what = units(language, count, rule, have > 0);
    return [
      text('missing.results', { count, level: rule.level, units: what, done: accomplished(language, rule.accepts) }),
      ...(onlyLowerTags ? [text('missing.lower-tags')] : []),
      ...(bestScore === undefined ? [] : [text('missing.best', { share: percentIn(language, bestScore) })]),
    ].join(' ');
  });
}
