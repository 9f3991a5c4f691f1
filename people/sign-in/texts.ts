import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of every sign-in; title, lead and refusals belong to the area. */
export const signInTexts = defineTexts({ de, en });
