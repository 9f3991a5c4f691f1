import { defineTexts } from './i18n.js';

/** Texts of the page frame. */
export const frameTexts = defineTexts({
  de: {
    skip: 'Zum Inhalt springen',
    navigation: 'Seiten',
    german: 'Deutsch',
    english: 'English',
    foot: 'Lotse – Lernen im Betrieb, das man sehen kann. Freie Software unter GPL-3.0-or-later.',
  },
  en: {
    skip: 'Skip to content',
    navigation: 'Pages',
    german: 'Deutsch',
    english: 'English',
    foot: 'Lotse – learning at work that you can see. Free software under GPL-3.0-or-later.',
  },
});
