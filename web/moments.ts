import type { Language } from './language.js';

const locales = { de: 'de', en: 'en-GB' } as const;
const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
// Pages are made here and read elsewhere: a time of day without its zone would be wrong for whoever sits in another one.
const moment = { ...day, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

const dateFormats = {
  de: new Intl.DateTimeFormat(locales.de, day),
  en: new Intl.DateTimeFormat(locales.en, day),
};
const momentFormats = {
  de: new Intl.DateTimeFormat(locales.de, moment),
  en: new Intl.DateTimeFormat(locales.en, moment),
};

/** A day as people write it, in the time zone of this machine: `27. November 2026`. */
export function formatDay(iso: string, language: Language): string {
  return dateFormats[language].format(new Date(iso));
}

/** A moment as people write it, in the time zone of this machine, which it names: `27. November 2026 um 13:18 MEZ`. */
export function formatMoment(iso: string, language: Language): string {
  return momentFormats[language].format(new Date(iso));
}
