import type { Language } from './language.js';

const dateFormats = {
  de: new Intl.DateTimeFormat('de', { dateStyle: 'long' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }),
};
const momentFormats = {
  de: new Intl.DateTimeFormat('de', { dateStyle: 'long', timeStyle: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
};

/** A day as people write it, in the time zone of this machine. */
export function dayInWords(iso: string, language: Language): string {
  return dateFormats[language].format(new Date(iso));
}

/** A moment as people write it, in the time zone of this machine. */
export function momentInWords(iso: string, language: Language): string {
  return momentFormats[language].format(new Date(iso));
}
