import { defineTexts, type Language } from '../../../lrs/web/index.js';

/** Texts of the navigation inside a launch. */
export const visitTexts = defineTexts({
  de: { path: 'Lernpfad', unit: 'Lerneinheit', matrix: 'Meine Matrix', team: 'Team-Matrix', back: 'Zum Kurs', profile: 'Rolle', show: 'Anzeigen', print: 'Drucken' },
  en: { path: 'Learning path', unit: 'Unit', matrix: 'My matrix', team: 'Team matrix', back: 'To the course', profile: 'Role', show: 'Show', print: 'Print' },
});

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
