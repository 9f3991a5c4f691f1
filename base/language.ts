/** The languages that Lotse speaks, German first. */
export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

/** Says something in both languages. */
export function bilingual(say: (language: Language) => string): Bilingual {
  return { de: say('de'), en: say('en') };
}
