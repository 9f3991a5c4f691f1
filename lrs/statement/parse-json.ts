import { defaultJsonLimits, type JsonLimits } from './json-limits.js';
import { JsonScanner } from './json-scanner.js';

/**
 * Reads JSON (RFC 8259) strictly: what two readers could understand differently is refused, so that what was
 * checked is what is stored. Refused are duplicate keys (xAPI Data §2.2: "each property no more than one time"),
 * lone surrogates, numbers that no double can hold, and whatever breaks the limits.
 * @throws LotseError `invalid-json`, with line and column in the message and the place as `path`, e.g. `[3].actor`
 */
export function parseJson(text: string, limits: Partial<JsonLimits> = {}): unknown {
  new JsonScanner(text, { ...defaultJsonLimits, ...limits }).check();
  return JSON.parse(text);
}
