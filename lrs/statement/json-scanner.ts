import { LotseError } from '../../base/index.js';
import { childPath, elementPath } from './path.js';

/** Limits of JSON input. */
export interface JsonLimits {
  /** Objects and arrays inside one another; a statement needs about ten. */
  readonly depth: number;
  /** Values altogether, keys not counted: what is small as text can still be large in memory. */
  readonly values: number;
}

/** The default limits. */
export const defaultJsonLimits: JsonLimits = { depth: 64, values: 1_000_000 };

const quote = 0x22;
const backslash = 0x5c;
const zero = 0x30;
const nine = 0x39;

/** From this many keys on, an object's keys are looked up instead of compared one by one. */
const keyLookupThreshold = 16;
/** Only longer numbers, or those with an exponent, can be out of a double's range. */
const maxSafeNumberLength = 300;
/** The place in a container that has no key or element yet. */
const nowhere = -(2 ** 30);

/**
 * One pass over JSON text that checks everything `JSON.parse` does not, and reports the position of every fault. It
 * builds no values: `JSON.parse` does that faster.
 */
export class JsonScanner {
  private at = 0;
  private depth = 0;
  private values = 0;
  /** Per open container: the start of its current key (0 or more), or -1 - index of its current element. */
  private readonly places: number[] = [];
  /** The keys so far of all open objects: where each starts (at its quote) and a rough fingerprint. */
  private readonly keyStarts: number[] = [];
  private readonly keyPrints: number[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  /** @throws LotseError `invalid-json` */
  check(): void {
    this.space();
    this.value();
    this.space();
    if (this.at < this.text.length) this.fail('something follows after the end of the JSON');
  }

  private value(): void {
    if (++this.values > this.limits.values) this.fail(`there are more than ${this.limits.values} values`);
    const { text } = this;
    const first = text.charCodeAt(this.at);
    if (first === quote) this.string();
    else if (first === 0x7b) this.object();
    else if (first === 0x5b) this.array();
    else if (first === 0x2d || (first >= zero && first <= nine)) this.number();
    else if (text.startsWith('true', this.at) || text.startsWith('null', this.at)) this.at += 4;
    else if (text.startsWith('false', this.at)) this.at += 5;
    else this.fail(this.at >= text.length ? 'it ends where a value should be' : 'there should be a value');
  }

  private object(): void {
    const { text } = this;
    const base = this.keyStarts.length;
    let seenKeys: Set<string> | undefined;
    this.open();
    if (text.charCodeAt(this.at) !== 0x7d) {
      for (;;) {
        const start = this.at;
        this.places[this.depth - 1] = nowhere;
        if (text.charCodeAt(start) !== quote) this.fail('there should be a key in double quotes');
        const escaped = this.string();
        this.places[this.depth - 1] = start;
        seenKeys = this.rememberKey(base, start, escaped, seenKeys);
        this.space();
        if (text.charCodeAt(this.at) !== 0x3a) this.fail('there should be a colon');
        this.at++;
        this.space();
        this.value();
        this.space();
        const next = text.charCodeAt(this.at);
        if (next === 0x7d) break;
        if (next !== 0x2c) this.fail('there should be a comma or a closing brace');
        this.at++;
        this.space();
      }
    }
    this.at++;
    this.depth--;
    this.keyStarts.length = base;
    this.keyPrints.length = base;
  }

  private array(): void {
    const { text } = this;
    this.open();
    if (text.charCodeAt(this.at) !== 0x5d) {
      for (let index = 0; ; index++) {
        this.places[this.depth - 1] = -1 - index;
        this.value();
        this.space();
        const next = text.charCodeAt(this.at);
        if (next === 0x5d) break;
        if (next !== 0x2c) this.fail('there should be a comma or a closing bracket');
        this.at++;
        this.space();
      }
    }
    this.at++;
    this.depth--;
  }

  private open(): void {
    if (this.depth >= this.limits.depth) this.fail(`it nests deeper than ${this.limits.depth} levels`);
    this.places[this.depth++] = nowhere;
    this.at++;
    this.space();
  }

  /** @returns the set of the object's keys, once there are so many that it needs one */
  private rememberKey(
    base: number,
    start: number,
    escaped: boolean,
    seenKeys: Set<string> | undefined,
  ): Set<string> | undefined {
    const { keyStarts, keyPrints } = this;
    if (seenKeys !== undefined) {
      const key = this.keyAt(start);
      if (seenKeys.has(key)) this.failAt(start, 'the same key stands twice in one object');
      return seenKeys.add(key);
    }
    const print = escaped
      ? printOf(this.keyAt(start), 0, this.keyAt(start).length)
      : printOf(this.text, start + 1, this.at - 1);
    for (let index = base; index < keyPrints.length; index++) {
      if (keyPrints[index] === print && this.keyAt(keyStarts[index]!) === this.keyAt(start)) {
        this.failAt(start, 'the same key stands twice in one object');
      }
    }
    keyStarts.push(start);
    keyPrints.push(print);
    if (keyStarts.length - base < keyLookupThreshold) return undefined;
    return new Set(keyStarts.slice(base).map((each) => this.keyAt(each)));
  }

  /** The key whose opening quote is at `start`; it has been scanned before. */
  private keyAt(start: number): string {
    let end = start + 1;
    let escaped = false;
    for (let unit = this.text.charCodeAt(end); unit !== quote; unit = this.text.charCodeAt(end)) {
      if (unit === backslash) escaped = true;
      end += unit === backslash ? 2 : 1;
    }
    return escaped ? (JSON.parse(this.text.slice(start, end + 1)) as string) : this.text.slice(start + 1, end);
  }

  /** @returns whether it has escapes */
  private string(): boolean {
    const { text } = this;
    let escaped = false;
    let at = this.at + 1;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) break;
      if (unit === backslash) {
        escaped = true;
        at = this.escape(at);
      } else if (unit >= 0xd800 && unit <= 0xdfff) {
        const follower = text.charCodeAt(at + 1);
        if (unit > 0xdbff || !(follower >= 0xdc00 && follower <= 0xdfff))
          this.failAt(at, 'half of a surrogate pair stands alone');
        at += 2;
      } else if (unit >= 0x20) at++;
      else
        this.failAt(
          at,
          at >= text.length ? 'it ends inside a text' : 'a control character stands in a text without an escape',
        );
      // Past the end, charCodeAt is NaN, and every comparison with it is false.
    }
    this.at = at + 1;
    return escaped;
  }

  /** @returns the place behind the escape whose backslash is at `at` */
  private escape(at: number): number {
    const { text } = this;
    const letter = text[at + 1];
    if (letter === undefined) this.failAt(at + 1, 'it ends inside a text');
    if (letter !== 'u') {
      if (!'"\\/bfnrt'.includes(letter)) this.failAt(at, 'there is no such escape');
      return at + 2;
    }
    const unit = this.hex(at + 2);
    if (unit < 0xd800 || unit > 0xdfff) return at + 6;
    const paired = unit <= 0xdbff && text.startsWith('\\u', at + 6) && this.hex(at + 8) >> 10 === 0xdc00 >> 10;
    if (!paired) this.failAt(at, 'half of a surrogate pair stands alone');
    return at + 12;
  }

  private hex(at: number): number {
    const digits = this.text.slice(at, at + 4);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) this.failAt(at, 'there should be four hexadecimal digits');
    return Number.parseInt(digits, 16);
  }

  private number(): void {
    const { text } = this;
    const start = this.at;
    let exponent = false;
    if (text.charCodeAt(this.at) === 0x2d) this.at++;
    if (text.charCodeAt(this.at) === zero) this.at++;
    else this.digits();
    if (text.charCodeAt(this.at) === 0x2e) {
      this.at++;
      this.digits();
    }
    if ((text.charCodeAt(this.at) | 0x20) === 0x65) {
      exponent = true;
      this.at++;
      const sign = text.charCodeAt(this.at);
      if (sign === 0x2b || sign === 0x2d) this.at++;
      this.digits();
    }
    if ((exponent || this.at - start > maxSafeNumberLength) && !Number.isFinite(Number(text.slice(start, this.at)))) {
      this.failAt(start, 'the number is too large');
    }
  }

  private digits(): void {
    const start = this.at;
    for (let unit = this.text.charCodeAt(this.at); unit >= zero && unit <= nine; unit = this.text.charCodeAt(this.at))
      this.at++;
    if (this.at === start) this.fail('there should be a digit');
  }

  private space(): void {
    const { text } = this;
    let { at } = this;
    for (
      let unit = text.charCodeAt(at);
      unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
      unit = text.charCodeAt(at)
    )
      at++;
    this.at = at;
  }

  private fail(reason: string): never {
    this.failAt(this.at, reason);
  }

  private failAt(at: number, reason: string): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    const path = this.path();
    throw new LotseError(
      'invalid-json',
      `The JSON cannot be read: at line ${line}, column ${column}, ${reason}.`,
      path === '' ? {} : { path },
    );
  }

  private path(): string {
    let path = '';
    for (const place of this.places.slice(0, this.depth)) {
      if (place === nowhere) break;
      path = place >= 0 ? childPath(path, this.keyAt(place)) : elementPath(path, -1 - place);
    }
    return path;
  }
}

/** Equal texts have equal fingerprints; different ones mostly not. */
function printOf(text: string, start: number, end: number): number {
  if (end <= start) return 0;
  const middle = (start + end) >> 1;
  return (
    ((end - start) << 21) ^ (text.charCodeAt(start) << 14) ^ (text.charCodeAt(middle) << 7) ^ text.charCodeAt(end - 1)
  );
}
