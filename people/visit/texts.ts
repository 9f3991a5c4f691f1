import { defineTexts } from '../../web/index.js';

/** Texts of the interstitial page of a visit. */
export const visitPageTexts = defineTexts({
  de: { 'opening.title': 'Die Seite wird geöffnet', 'opening.continue': 'Weiter' },
  en: { 'opening.title': 'Opening the page', 'opening.continue': 'Continue' },
});
