import { defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the picker. */
export const pickerTexts = defineTexts({ de, en });

/** Announcements of the picker's script, passed to it in the page; placeholders are filled there. */
export const announcementKeys = [
  'added.say',
  'removed.say',
  'moved.say',
  'lost.say',
  'up.label',
  'down.label',
  'remove.label',
] as const;
