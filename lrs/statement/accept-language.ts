import type { LanguageMap } from './types.js';

/** A language range with its quality (RFC 9110 §12.5.4), in lower case; `*` is every other. */
export interface LanguageRange {
  readonly range: string;
  /** 0 (not acceptable) to 1. */
  readonly quality: number;
}

const item =
  /^[ \t]*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*(?:;[ \t]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*)?$/;
const maxRanges = 50;

/**
 * Parses an Accept-Language header. Malformed items are ignored, and so is everything after the
 * fiftieth: the header only states preferences, and is no reason to refuse a request.
 */
export function parseAcceptLanguage(header: string | undefined): readonly LanguageRange[] {
  if (header === undefined) return [];
  return header.split(',', maxRanges).flatMap((text) => {
    const match = item.exec(text);
    return match === null ? [] : [{ range: match[1]!.toLowerCase(), quality: Number(match[2] ?? 1) }];
  });
}

/**
 * Reduces a map to one language, the reader's favourite (Communication §2.1.3, "Language Filtering"). A range
 * matches a tag that equals it or goes on after it with a hyphen; the longest range that matches a tag decides its
 * quality. Among equals the range named first wins, then the entry that stands first. If no tag is matched,
 * `en-GB` is content with `en`, and `en` related tags such as `en-US` with one another; failing all, the first stays.
 */
export function oneLanguage(map: LanguageMap, ranges: readonly LanguageRange[]): LanguageMap {
  const tags = Object.keys(map);
  if (tags.length <= 1) return map;
  const tag = best(tags, ranges) ?? related(tags, ranges) ?? tags[0]!;
  return { [tag]: map[tag]! };
}

function best(tags: readonly string[], ranges: readonly LanguageRange[]): string | undefined {
  let found: { readonly tag: string; readonly quality: number; readonly order: number } | undefined;
  for (const tag of tags) {
    const order = decidingRange(tag.toLowerCase(), ranges);
    const quality = ranges[order]?.quality ?? 0;
    if (quality === 0) continue;
    if (found === undefined || quality > found.quality || (quality === found.quality && order < found.order))
      found = { tag, quality, order };
  }
  return found?.tag;
}

/** The index of the longest range that matches a tag; `*` is shorter than all; -1 if none does. */
function decidingRange(tag: string, ranges: readonly LanguageRange[]): number {
  let deciding = -1;
  let length = -1;
  for (const [index, { range }] of ranges.entries()) {
    const specific = range === '*' ? 0 : range.length;
    if (specific > length && (range === '*' || tag === range || tag.startsWith(`${range}-`))) {
      deciding = index;
      length = specific;
    }
  }
  return deciding;
}

/** A tag that the reader is likely to understand although no range matches it. */
function related(tags: readonly string[], ranges: readonly LanguageRange[]): string | undefined {
  const ranked = ranges
    .filter(({ range, quality }) => range !== '*' && quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { range } of ranked) {
    const acceptable = tags.filter((tag) => ranges[decidingRange(tag.toLowerCase(), ranges)]?.quality !== 0);
    for (let parts = range.split('-').slice(0, -1); parts.length > 0; parts = parts.slice(0, -1)) {
      const prefix = parts.join('-');
      const tag =
        acceptable.find((each) => each.toLowerCase() === prefix) ??
        acceptable.find((each) => each.toLowerCase().startsWith(`${prefix}-`));
      if (tag !== undefined) return tag;
    }
  }
  return undefined;
}
