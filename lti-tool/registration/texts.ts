import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the registration: what the LMS shows of us, and what its administrator sees here. */
export const registrationTexts = defineTexts({ de, en });
