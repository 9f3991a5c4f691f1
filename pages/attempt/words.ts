import { truncate } from '../../base/index.js';
import type { LanguageMap } from '../../lrs/index.js';
import type { Language } from '../../web/index.js';

/** Maximum length of a statement's text on a page, in characters; the rest is replaced by an ellipsis. */
export const maxTextLength = 2_000;

/** The elements that content types use in their texts. Anything else between angle brackets is the author's own. */
const element =
  /<\/?(a|b|blockquote|br|code|div|em|h[1-6]|hr|i|img|label|li|ol|p|pre|s|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?\/?>/gi;
const inline = new Set(['a', 'b', 'code', 'em', 'i', 's', 'span', 'strong', 'sub', 'sup', 'u', 'label']);
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function character(code: number, written: string): string {
  return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : written;
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (written: string, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return character(Number(decimal), written);
      return hex !== undefined ? character(Number.parseInt(hex, 16), written) : entities[name!.toLowerCase()]!;
    },
  );
}

function shortened(text: string): string {
  return text.length <= maxTextLength ? text : `${truncate(text, maxTextLength)} …`;
}

/** A text of a statement as plain words: many content types write theirs as HTML. What a page then shows is escaped as any text is. */
export function plainWords(text: string): string {
  // First of all: the rest need not be parsed.
  const bare = truncate(text, maxTextLength * 4).replace(element, (_tag: string, name: string) =>
    inline.has(name.toLowerCase()) ? '' : ' ',
  );
  return shortened(decoded(bare).replace(/\s+/g, ' ').trim());
}

/** A text in the reader's language, else in any; `undefined` if there is none. */
export function inLanguage(map: LanguageMap | undefined, language: Language): string | undefined {
  const tags = Object.keys(map ?? {});
  const tag =
    tags.find((each) => each === language) ??
    tags.find((each) => each.startsWith(`${language}-`)) ??
    tags.find((each) => /^(?:de|en)\b/.test(each)) ??
    tags[0];
  const words = tag === undefined ? '' : plainWords(map![tag]!);
  return words === '' ? undefined : words;
}
