import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the interstitial pages between the LMS and the content. */
export const launchTexts = defineTexts({ de, en });
