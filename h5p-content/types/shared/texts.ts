import { own, plain, record } from './read.js';

export type ContentTexts<Key extends string> = Readonly<Record<Key, string>>;
export type ContentLanguage = 'de' | 'en';

/** The language of a content: as in its metadata, else that of the page around it, else German. */
export function contentLanguageOf(defaultLanguage: unknown, container?: HTMLElement): ContentLanguage {
  const named = typeof defaultLanguage === 'string' && defaultLanguage !== '' ? defaultLanguage : undefined;
  const around = container?.closest('[lang]')?.getAttribute('lang') ?? undefined;
  return /^en\b/i.test(named ?? around ?? 'de') ? 'en' : 'de';
}

/** Our texts in the language, each replaced by the author's own if there is one. */
export function textsFor<Key extends string>(
  catalogue: Readonly<Record<ContentLanguage, ContentTexts<Key>>>,
  language: ContentLanguage,
  l10n: unknown,
): ContentTexts<Key> {
  const given = record(l10n);
  const ours = catalogue[language];
  const keys = Object.keys(ours) as Key[];
  return Object.fromEntries(keys.map((key) => [key, plain(own(given, key)) || ours[key]])) as ContentTexts<Key>;
}

/** Replaces `@name` by values. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/@([a-z]+)/gi, (whole, name: string) => {
    const value = own(values, name);
    return value === undefined ? whole : String(value);
  });
}
