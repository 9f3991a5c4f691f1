import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the registration: in the LMS, and on our pages for its administrator. */
export const registrationTexts = defineTexts({ de, en });
