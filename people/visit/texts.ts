import { defineTexts } from '../../web/index.js';

/** Texts of the page between two pages of a visit. */
export const visitPageTexts = defineTexts({
  de: { 'opening.title': 'Die Seite wird geöffnet', 'opening.continue': 'Weiter' },
  en: { 'opening.title': 'Opening the page', 'opening.continue': 'Continue' },
});
