import { defineTexts } from '../../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Parts of the sentences about statements. */
export const sentenceTexts = defineTexts({ de: de.sentence, en: en.sentence });
