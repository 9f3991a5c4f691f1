import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the administrators' pages about LMSs. */
export const platformsTexts = defineTexts({ de, en });

export type PlatformsTextKey = Parameters<ReturnType<typeof platformsTexts>>[0];
