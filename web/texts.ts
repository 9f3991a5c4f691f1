import { defineTexts } from '../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the page frame. */
export const frameTexts = defineTexts({ de: de.frame, en: en.frame });
