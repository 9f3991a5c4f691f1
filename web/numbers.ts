import type { Language } from '../../web/index.js';

const numberFormats = {
  de: new Intl.NumberFormat('de', { maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 2 }),
};
const shareFormats = {
  de: new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 0 }),
  en: new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 }),
};

/** A number as people write it, with two decimals at most. */
export function numberText(value: number, language: Language): string {
  return numberFormats[language].format(value);
}

/** A share from 0 to 1 as people write it, in whole percent. */
export function shareText(share: number, language: Language): string {
  return shareFormats[language].format(share);
}
