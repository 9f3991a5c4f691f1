import { type Bilingual, bilingual, defineTexts, type TextValues } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** The texts of the pages. */
export const demoTexts = defineTexts({ de: de.page, en: en.page });

const refusalTexts = defineTexts({ de: de.refusal, en: en.refusal });

/** Explanations of refused requests, for people. */
export function refusalSentence(key: keyof typeof de.refusal, values?: TextValues): Bilingual {
  return bilingual((language) => refusalTexts(language)(key, values));
}
