import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Titles of the columns Lotse creates in a grade book, if no content provides one. */
export const columnTexts = defineTexts({ de: de.column, en: en.column });
