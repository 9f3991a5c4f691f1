import { defineTexts } from '../../web/index.js';

/** Titles of the columns Lotse creates in a grade book, if no content provides one. */
export const columnTexts = defineTexts({
  de: { 'learning-path': 'Lernpfad' },
  en: { 'learning-path': 'Learning path' },
});
