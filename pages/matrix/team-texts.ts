import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the team matrix. */
export const teamTexts = defineTexts({ de: de.team, en: en.team });
