import { z } from 'zod';
import type { CatalogueEntry } from '../../h5p-content/index.js';
import type { PlacedLink } from '../platform/index.js';
import type { Language } from '../../lrs/web/index.js';
import { contentChoice, matrixChoice } from './picker-page.js';
import { pickerTexts } from './texts.js';

/** Scores are given out of this; the LMS scales them to the activity's own maximum. */
export const scoreMaximum = 100;

const choice = z.object({ item: z.union([z.string(), z.array(z.string())]).optional() });

/** What a form chose, in the order of the list. */
export function readChoice(body: unknown): readonly string[] {
  const parsed = choice.safeParse(body ?? {});
  if (!parsed.success || parsed.data.item === undefined) return [];
  return [parsed.data.item].flat();
}

/** The link of a content: one launch address for all, told apart by the custom parameter; a line item for its grade. */
function contentItem(content: CatalogueEntry, url: string): PlacedLink {
  return {
    title: content.title, text: content.summary, url, custom: { content: content.id },
    lineItem: { scoreMaximum, label: content.title, resourceId: content.id },
  };
}

/**
 * The items to be placed. What is chosen but does not exist in this organisation is left out.
 * @param multiple where the LMS takes one item, the first one chosen
 */
export function itemsFor(chosen: readonly string[], contents: readonly CatalogueEntry[], url: string, language: Language, multiple: boolean): readonly PlacedLink[] {
  const items = contents.filter((content) => chosen.includes(contentChoice(content.id))).map((content) => contentItem(content, url));
  if (chosen.includes(matrixChoice)) {
    const text = pickerTexts(language);
    items.push({ title: text('matrix.title'), text: text('matrix.text'), url, custom: { page: 'matrix' } });
  }
  return multiple ? items : items.slice(0, 1);
}
