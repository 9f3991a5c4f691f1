import { defaultJsonLimits, type JsonLimits, JsonScanner } from './json-scanner.js';

/** Only shorter texts are parsed before the limits are checked. */
const shortText = 2 ** 18;

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/**
 * Parses JSON (RFC 8259) strictly: anything two readers could understand differently is refused, so that the
 * checked value is the stored one. Refused are duplicate keys (xAPI Data §2.2: "each property no more than one time"),
 * lone surrogates, numbers that no double can hold, and anything beyond the limits.
 * @throws LotseError `invalid-json`, with line and column in the message and the place as `path`, e.g. `[3].actor`
 */
export function parseJson(text: string, limits: Partial<JsonLimits> = {}): unknown {
  const { depth, values } = { ...defaultJsonLimits, ...limits };
  // A value takes at least one character and a separator.
  if (text.length <= Math.min(shortText, values)) {
    const value = valueOf(text);
    if (value !== undefined && isSaidBy(text, value, depth)) return value;
  }
  new JsonScanner(text, { depth, values }).check();
  return JSON.parse(text);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The scanner reports the fault and its position.
    return undefined;
  }
}

/**
 * True if the value read from a text is everything the text says, and within the limits. `false` may also mean
 * that it could not be told: it is the cheap answer to most texts, and the scanner's the exact one to the others.
 */
function isSaidBy(text: string, value: unknown, depth: number): boolean {
  return quotesIn(text) === 2 * textsIn(value, depth);
}

/** The number of quotes around texts; `undefined` if there are numeric escapes, or lone surrogates. */
function quotesIn(text: string): number | undefined {
  let quotes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) quotes++;
    // In JSON that could be read, every backslash stands in a text and belongs to what follows it.
    else if (unit === backslash) {
      if (text.charCodeAt(++at) === letterU) return undefined;
    } else if (unit >= 0xd800 && unit <= 0xdfff) {
      const follower = text.charCodeAt(++at);
      if (unit > 0xdbff || !(follower >= 0xdc00 && follower <= 0xdfff)) return undefined;
    }
  }
  return quotes;
}

/**
 * Number of keys and texts in a value: of a duplicate key only one is left. `NaN` if a number or the depth exceeds its
 * limit.
 */
function textsIn(value: unknown, depth: number): number {
  if (typeof value === 'string') return 1;
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === 0) return Number.NaN;
  let texts = 0;
  if (Array.isArray(value)) for (const each of value) texts += textsIn(each, depth - 1);
  else for (const key in value) texts += 1 + textsIn((value as Readonly<Record<string, unknown>>)[key], depth - 1);
  return texts;
}
