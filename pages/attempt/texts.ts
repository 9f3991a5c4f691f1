import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the page of an attempt, and of the lists that link to it. */
export const attemptTexts = defineTexts({ de, en });

/** The texts of attempts in one language. */
export type AttemptTexts = ReturnType<typeof attemptTexts>;
