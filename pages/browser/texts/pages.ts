import { defineTexts } from '../../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Texts of the browser's pages. */
export const pageTexts = defineTexts({ de: de.page, en: en.page });

/** Texts that the page's script speaks, handed to it in the page. Gaps are filled by the script. */
export const liveTexts = defineTexts({ de: de.live, en: en.live });
/** The keys of `liveTexts`. */
export const liveTextKeys = [
  'running',
  'arrived.one',
  'arrived.many',
  'gap',
  'paused',
  'lost',
  'refused',
  'ended',
] as const;

/** Texts of the browser's sign-in. */
export const browserSignInTexts = defineTexts({ de: de.signIn, en: en.signIn });
