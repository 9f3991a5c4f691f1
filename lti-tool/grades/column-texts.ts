import { defineTexts } from '../../web/index.js';

/** What the columns that Lotse makes in a grade book are called, where no content gives them its title. */
export const columnTexts = defineTexts({
  de: { 'learning-path': 'Lernpfad' },
  en: { 'learning-path': 'Learning path' },
});
