import i18next, { type i18n } from 'i18next';
import type { Language } from './language.js';

/** Texts in every language, under the same keys. */
export type Texts<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/**
 * Looks a text up and fills its placeholders, written `{{name}}`. Plural forms are keys ending in `_one` and `_other`,
 * chosen by `count`.
 */
export type Translate<Key extends string> = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

type Asked<Key extends string> = Key extends `${infer Stem}_one` ? Stem : Key extends `${string}_other` ? never : Key;

/**
 * Makes the texts of a page family available. Values are not escaped here: `html` escapes them.
 * @param texts German and English, the same keys in both (the type sees to it)
 */
export function defineTexts<const Key extends string>(
  texts: Texts<Key>,
): (language: Language) => Translate<Asked<Key>> {
  const instance: i18n = i18next.createInstance();
  void instance.init({
    fallbackLng: 'de',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { de: { translation: texts.de }, en: { translation: texts.en } },
  });
  const translators = { de: instance.getFixedT('de'), en: instance.getFixedT('en') };
  return (language) => (key, values) => translators[language](key, values ?? {});
}
