import { defineTexts } from '../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** The texts of error pages: what happened, and what the reader can do. One pair per error code. */
export const errorTexts = defineTexts({ de: de.error, en: en.error });
