import { type Language, languages } from './language.js';

function formatsOf(options: Intl.NumberFormatOptions): ReadonlyMap<Language, Intl.NumberFormat> {
  return new Map(languages.map((language) => [language, new Intl.NumberFormat(language, options)]));
}

const numberFormats = formatsOf({ maximumFractionDigits: 2 });
const pointFormats = formatsOf({ maximumFractionDigits: 1 });
const shareFormats = formatsOf({ style: 'percent', maximumFractionDigits: 0 });

/** Formats a number with two decimals at most. */
export function formatNumber(value: number, language: Language): string {
  return numberFormats.get(language)!.format(value);
}

/** Formats points with one decimal at most. */
export function formatPoints(points: number, language: Language): string {
  return pointFormats.get(language)!.format(points);
}

/** Formats a share from 0 to 1 in whole percent. */
export function formatShare(share: number, language: Language): string {
  return shareFormats.get(language)!.format(share);
}
