import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts shared by the page families inside a launch. */
export const visitTexts = defineTexts({ de, en });
