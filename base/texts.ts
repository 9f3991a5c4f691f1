import type { Language } from './language.js';

/** Texts in every language, under the same keys: a folder's `locales/de.json` and `locales/en.json`, or a part of them. */
export type Texts<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** Values for the placeholders of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

/**
 * Looks a text up and fills its gaps, written `{{name}}`; a gap without a value stays. A text with forms for one and
 * for many has them under keys that end in `_one` and `_other` (and `_zero`, where nothing is said in its own way); it
 * is asked for by the key without its ending, with a `count`.
 */
export type Translate<Key extends string> = (key: Key, values?: TextValues) => string;

/** The keys that texts are asked for by: a text with several forms has one. */
export type TextKey<Key extends string> = Key extends `${infer Stem}_one`
  ? Stem
  : Key extends `${string}_other` | `${string}_zero`
    ? never
    : Key;

const plurals = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') };

function formFor(count: number, stem: string, texts: ReadonlyMap<string, string>, language: Language): string {
  const zero = `${stem}_zero`;
  if (count === 0 && texts.has(zero)) return zero;
  const form = `${stem}_${plurals[language].select(count)}`;
  return texts.has(form) ? form : stem;
}

function translator(own: Readonly<Record<string, string>>, language: Language): Translate<string> {
  const texts = new Map(Object.entries(own));
  return (key, values) => {
    if (values === undefined) return texts.get(key) ?? key;
    const { count } = values;
    const form = typeof count === 'number' ? formFor(count, key, texts, language) : key;
    return (texts.get(form) ?? key).replace(/\{\{(\w+)\}\}/g, (gap, name: string) => String(values[name] ?? gap));
  };
}

/**
 * Makes texts available. Values are not escaped here: `html` of web/ escapes them.
 * @param texts German and English, the same keys in both (the type sees to it)
 * @example const startTexts = defineTexts({ de, en }); startTexts('de')('title');
 */
export function defineTexts<const Key extends string>(
  texts: Texts<Key>,
): (language: Language) => Translate<TextKey<Key>> {
  const translators = { de: translator(texts.de, 'de'), en: translator(texts.en, 'en') };
  return (language) => translators[language];
}
