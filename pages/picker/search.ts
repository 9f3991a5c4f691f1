import type { Frameworks } from '../../competency/index.js';
import type { Placeable } from './placeables.js';
import type { PickerFilter } from './query.js';

/** Contents per page of the picker: this bounds its size. */
export const pageSize = 24;

/** The matching contents, and the page of them that is shown. */
export interface SearchResult {
  readonly shown: readonly Placeable[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/** Lower case, without accents: "uben" finds "üben". */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function searchable({ title, summary, competencies, content }: Placeable, frameworks: Frameworks): string {
  const names = competencies.map(({ framework, code }) => {
    const name = frameworks.competency(framework, code)?.name;
    return `${code} ${name === undefined ? '' : `${name.de} ${name.en}`}`;
  });
  return plain([title, summary, content?.title ?? '', content?.summary ?? '', ...names].join(' '));
}

/** The code of the group that a competency belongs to. */
export function areaOf(frameworks: Frameworks, frameworkId: string, code: string): string | undefined {
  return frameworks
    .find(frameworkId)
    ?.groups.find(({ competencies }) => competencies.some((each) => each.code === code))?.code;
}

/**
 * Finds contents: every word of the search occurs in title, summary or competencies; area and level belong to one
 * and the same competency tag.
 */
export function searchContents(
  contents: readonly Placeable[],
  frameworks: Frameworks,
  filter: PickerFilter & { readonly page: number },
): SearchResult {
  const words = plain(filter.search)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = contents.filter((each) => {
    if (filter.kind !== '' && each.kind !== filter.kind) return false;
    const tagged = each.competencies.some(
      ({ framework, code, level }) =>
        (filter.area === '' || areaOf(frameworks, framework, code) === filter.area) &&
        (filter.level === '' || String(level) === filter.level),
    );
    if ((filter.area !== '' || filter.level !== '') && !tagged) return false;
    if (words.length === 0) return true;
    const text = searchable(each, frameworks);
    return words.every((word) => text.includes(word));
  });
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(filter.page, pages);
  return { shown: found.slice((page - 1) * pageSize, page * pageSize), total: found.length, page, pages };
}
