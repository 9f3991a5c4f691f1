import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the interstitial page of a visit. */
export const visitPageTexts = defineTexts({ de, en });
