import type { CatalogueEntry, CompetencyTag, ContentKind } from '../../h5p-content/index.js';
import type { ContentItem } from '../../lti-tool/index.js';
import type { Language } from '../../web/index.js';
import { pickerTexts } from './texts.js';

/** Pages that can be placed in a course besides contents, named by the custom parameter `page`. */
export const placeablePages = ['path', 'matrix', 'team'] as const;
export type PlaceablePage = (typeof placeablePages)[number];

/** An item that can be placed in a course. */
export interface Placeable {
  /** Its name in forms: `content:` and the content's id, or `page:` and the page's name. */
  readonly value: string;
  readonly kind: ContentKind | PlaceablePage;
  /** In the reader's language if there is a translation. */
  readonly title: string;
  readonly summary: string;
  /** Language of title and summary, for `lang`. */
  readonly written: string;
  /** The estimated duration, in minutes. */
  readonly minutes?: number;
  readonly competencies: readonly CompetencyTag[];
  /** The content behind it. */
  readonly content?: CatalogueEntry;
}

export function contentChoice(id: string): string {
  return `content:${id}`;
}

export function pageChoice(name: PlaceablePage): string {
  return `page:${name}`;
}

/** A content as an item. */
export function placeableContent(content: CatalogueEntry, language: Language): Placeable {
  const translated = content.translations[language];
  const { title, summary } = translated ?? content;
  return {
    value: contentChoice(content.id),
    kind: content.kind,
    title,
    summary,
    written: translated === undefined ? content.language : language,
    minutes: content.minutes,
    competencies: content.competencies,
    content,
  };
}

/** The pages as items; without contents there is no path through them. */
export function pagesToPlace(language: Language, hasContents: boolean): readonly Placeable[] {
  const text = pickerTexts(language);
  return placeablePages
    .filter((name) => hasContents || name !== 'path')
    .map((name) => ({
      value: pageChoice(name),
      kind: name,
      title: text(`${name}.title`),
      summary: text(`${name}.text`),
      written: language,
      competencies: [],
    }));
}

/**
 * The content item for a choice. A content is graded by its result, the path by the share that is completed; matrices
 * are only viewed.
 */
export function chosenItem(placeable: Placeable): ContentItem {
  const { content, kind } = placeable;
  // Learners see the content in its own language, whatever the trainer's is.
  const { title, summary } = content ?? placeable;
  if (content !== undefined)
    return { title, summary, custom: { content: content.id }, graded: { resourceId: content.id, tag: kind } };
  return {
    title,
    summary,
    custom: { page: kind },
    ...(kind === 'path' ? { graded: { resourceId: 'learning-path', tag: kind } } : {}),
  };
}
