import type { ContentLanguage, ContentTexts } from '../shared/texts.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type UnitTexts = ContentTexts<keyof typeof de>;

/** Every text that the unit shows; an author may replace each in the parameter group `l10n`. */
export const unitTexts: Readonly<Record<ContentLanguage, UnitTexts>> = { de, en };
