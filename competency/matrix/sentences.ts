import type { Translated } from '../framework/index.js';
import type { Condition, Missing, NotCounted, Reason, Rule } from '../rules/index.js';

const percentFormat = {
  de: new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 0 }),
  en: new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 }),
};

/** A share in percent; rounded down, so that 69.6 % never reads like a reached 70 %. */
export function percent(share: number): Translated {
  const whole = Math.floor(share * 100 + 1e-9) / 100;
  return { de: percentFormat.de.format(whole), en: percentFormat.en.format(whole) };
}

const numbers = {
  de: ['', 'eine', 'zwei', 'drei', 'vier', 'fünf', 'sechs'],
  en: ['', 'one', 'two', 'three', 'four', 'five', 'six'],
};

/** "eine Lerneinheit", "zwei verschiedene Lerneinheiten". */
function units(count: number, rule: Rule, more: boolean): Translated {
  const tag = Math.min(...rule.accepts.map(({ tagLevel }) => tagLevel));
  const one = count === 1;
  const number = { de: numbers.de[count] ?? String(count), en: numbers.en[count] ?? String(count) };
  const kind = more
    ? { de: one ? ' weitere' : ' weitere verschiedene', en: ' more' }
    : { de: one ? '' : ' verschiedene', en: one ? '' : ' different' };
  const level = tag > 1 ? { de: ` der Stufe ${tag} oder höher`, en: ` of level ${tag} or higher` } : { de: '', en: '' };
  return {
    de: `${number.de}${kind.de} ${one ? 'Lerneinheit' : 'Lerneinheiten'}${level.de}`,
    en: `${number.en}${kind.en} ${one ? 'unit' : 'units'}${level.en}`,
  };
}

function participle(verb: string): Translated {
  return verb === 'passed' ? { de: 'bestanden', en: 'passed' } : { de: 'abgeschlossen', en: 'completed' };
}

function atLeast(scaled: number | undefined): Translated {
  if (scaled === undefined) return { de: '', en: '' };
  const score = percent(scaled);
  return { de: `mit mindestens ${score.de} `, en: ` with at least ${score.en}` };
}

/** "bestanden oder mit mindestens 70 % abgeschlossen"; one minimum for all is said once. */
function accomplished(accepts: readonly Condition[]): Translated {
  const [first] = accepts;
  const shared = accepts.every(({ scaled }) => scaled === first?.scaled);
  const parts = accepts.map(({ verb, scaled }) => {
    const least = atLeast(shared ? undefined : scaled);
    return { de: least.de + participle(verb).de, en: participle(verb).en + least.en };
  });
  const together = atLeast(shared ? first?.scaled : undefined);
  return {
    de: together.de + parts.map((part) => part.de).join(' oder '),
    en: parts.map((part) => part.en).join(' or ') + together.en,
  };
}

/** The whole rule in words, generated from its data alone. */
export function ruleInWords(rule: Rule): Translated {
  const { distinctActivities: count, level, validityMonths } = rule;
  const what = units(count, rule, false);
  const done = accomplished(rule.accepts);
  const effect =
    rule.effect === 'counted'
      ? { de: `Stufe ${level} gilt als erreicht`, en: `Level ${level} is reached` }
      : {
          de: `Stufe ${level} wird zur Bestätigung durch eine Person vorgeschlagen`,
          en: `Level ${level} is proposed for a person to confirm`,
        };
  const attempts =
    rule.attempts === 'best'
      ? { de: 'Es zählt der beste Versuch.', en: 'The best attempt counts.' }
      : { de: 'Es zählt der letzte Versuch.', en: 'The last attempt counts.' };
  const validity =
    validityMonths === undefined
      ? { de: 'Das Ergebnis verfällt nicht.', en: 'The result does not expire.' }
      : {
          de: `Das Ergebnis gilt ${validityMonths === 1 ? 'einen Monat' : `${validityMonths} Monate`}.`,
          en: `The result is valid for ${validityMonths === 1 ? 'one month' : `${validityMonths} months`}.`,
        };
  return {
    de: `${effect.de}, sobald ${what.de} ${done.de} ${count === 1 ? 'wurde' : 'wurden'}. ${attempts.de} ${validity.de}`,
    en: `${effect.en} as soon as ${what.en} ${count === 1 ? 'has' : 'have'} been ${done.en}. ${attempts.en} ${validity.en}`,
  };
}

/** The measurable part of a rule, e.g. "eine Lerneinheit der Stufe 2 oder höher, bestanden oder mit mindestens 70 % abgeschlossen". */
export function thresholdInWords(rule: Rule): Translated {
  const what = units(rule.distinctActivities, rule, false);
  const done = accomplished(rule.accepts);
  return { de: `${what.de}, ${done.de}`, en: `${what.en}, ${done.en}` };
}

const refusals: Readonly<Record<Exclude<NotCounted, 'score-too-low'>, Translated>> = {
  'other-verb': {
    de: 'Zählt für diese Stufe nicht: Sie verlangt eine andere Art von Ergebnis.',
    en: 'Does not count for this level: it asks for another kind of result.',
  },
  'not-passed': {
    de: 'Zählt nicht: Der Versuch wurde nicht bestanden.',
    en: 'Does not count: the attempt was not passed.',
  },
  'no-score': {
    de: 'Zählt für diese Stufe nicht: Es liegt keine Punktzahl vor.',
    en: 'Does not count for this level: there is no score.',
  },
  'tag-too-low': {
    de: 'Zählt für diese Stufe nicht: Die Lerneinheit kann diese Stufe nicht zeigen.',
    en: 'Does not count for this level: the unit cannot show it.',
  },
  'not-last-attempt': {
    de: 'Zählt nicht: Hier gilt nur der letzte Versuch.',
    en: 'Does not count: only the last attempt matters here.',
  },
  repeated: {
    de: 'Zählt nicht noch einmal: Jede Lerneinheit zählt einmal, mit ihrem jüngsten passenden Ergebnis.',
    en: 'Does not count again: each unit counts once, with its most recent matching result.',
  },
  expired: { de: 'Zählt nicht mehr: Das Ergebnis ist abgelaufen.', en: 'No longer counts: the result has expired.' },
};

/** Why a statement counted, or why not. */
export function reasonInWords({ counted, because }: Reason, measuredBy: Rule | undefined): Translated {
  if (counted) return { de: 'Zählt für die erreichte Stufe.', en: 'Counts for the level reached.' };
  if (because === undefined || measuredBy === undefined)
    return { de: 'Für diese Kompetenz gibt es noch keine Regel.', en: 'There is no rule for this competency yet.' };
  if (because !== 'score-too-low') return refusals[because];
  const least = percent(Math.min(...measuredBy.accepts.map(({ scaled }) => scaled ?? Infinity)));
  return {
    de: `Zählt für diese Stufe nicht: Verlangt sind mindestens ${least.de}.`,
    en: `Does not count for this level: at least ${least.en} are required.`,
  };
}

/** What is still missing, in whole sentences. */
export function missingInWords(missing: Missing): Translated {
  if (missing.kind === 'confirmation') {
    return {
      de: `Stufe ${missing.level} wird immer von einer Person bestätigt, zum Beispiel von der Führungskraft oder dem Coach im Entwicklungsgespräch.`,
      en: `Level ${missing.level} is always confirmed by a person, for example by the manager or the coach in a development talk.`,
    };
  }
  const { rule, have, need, bestScaled, onlyLowerTags } = missing;
  const open = need - have;
  const what = units(open, rule, have > 0);
  const done = accomplished(rule.accepts);
  const sentences: Translated[] = [
    {
      de: `Für Stufe ${rule.level} ${open === 1 ? 'fehlt' : 'fehlen'} noch ${what.de}, ${done.de}.`,
      en: `Level ${rule.level} still needs ${what.en}, ${done.en}.`,
    },
  ];
  if (onlyLowerTags)
    sentences.push({
      de: 'Die bisherigen Lerneinheiten können diese Stufe nicht zeigen.',
      en: 'The units so far cannot show this level.',
    });
  if (bestScaled !== undefined) {
    const best = percent(bestScaled);
    sentences.push({
      de: `Das beste Ergebnis bisher liegt bei ${best.de}.`,
      en: `The best result so far is ${best.en}.`,
    });
  }
  return { de: sentences.map((each) => each.de).join(' '), en: sentences.map((each) => each.en).join(' ') };
}
