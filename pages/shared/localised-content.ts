import type { CatalogueEntry } from '../../h5p-content/index.js';
import type { Language } from '../../web/index.js';

/** A content's title and summary in the reader's language where they are translated, and the language they are in. */
export function localisedContent(
  content: CatalogueEntry,
  language: Language,
): { readonly title: string; readonly summary: string; readonly written: string } {
  const translated = content.translations[language];
  return translated === undefined
    ? { title: content.title, summary: content.summary, written: content.language }
    : { ...translated, written: language };
}
