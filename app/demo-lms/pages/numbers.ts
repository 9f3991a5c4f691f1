import type { Language } from '../texts.js';

const formats = {
  de: new Intl.NumberFormat('de', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 1 }),
};

/** Points, with one decimal place at most. */
export function pointsText(language: Language, points: number): string {
  return formats[language].format(points);
}
