const irregular = [
  'en-gb-oed',
  'i-ami',
  'i-bnn',
  'i-default',
  'i-enochian',
  'i-hak',
  'i-klingon',
  'i-lux',
  'i-mingo',
  'i-navajo',
  'i-pwn',
  'i-tao',
  'i-tay',
  'i-tsu',
  'sgn-be-fr',
  'sgn-be-nl',
  'sgn-ch-de',
];
const regular = [
  'art-lojban',
  'cel-gaulish',
  'no-bok',
  'no-nyn',
  'zh-guoyu',
  'zh-hakka',
  'zh-min',
  'zh-min-nan',
  'zh-xiang',
];
const grandfathered = new Set([...irregular, ...regular]);

/** RFC 5646 §2.1: language, script, region, variants, extensions, private use; or private use alone. */
const tagPattern = new RegExp(
  '^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?' +
    '((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)((?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?' +
    '|x(?:-[a-z0-9]{1,8})+)$',
);
/** The form of most tags. */
const common = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;
const longest = 100;

/** True if a text is a well-formed RFC 5646 tag that repeats no variant and no extension (§2.2.5, §2.2.6). */
export function isLanguageTag(text: string): boolean {
  if (common.test(text)) return true;
  if (text.length > longest) return false;
  const lower = text.toLowerCase();
  const match = tagPattern.exec(lower);
  if (match === null) return grandfathered.has(lower);
  const variants = (match[1] ?? '').split('-').slice(1);
  const singletons = (match[2] ?? '').match(/-[0-9a-z](?=-)/g) ?? [];
  return new Set(variants).size === variants.length && new Set(singletons).size === singletons.length;
}
