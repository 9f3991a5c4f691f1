/** A part of a file, with its position. */
export interface SourceItem {
  /** From 1. */
  readonly line: number;
  /** `undefined` if it is over the limit; it was skipped, not stored. */
  readonly bytes: Buffer | undefined;
  /** The position behind it. */
  readonly place: FilePosition;
}

/** A position in a file at which reading can begin. */
export interface FilePosition {
  /** Bytes from the beginning. */
  readonly offset: number;
  /** The line it is on, from 1. */
  readonly line: number;
}

type Chunks = AsyncIterable<Buffer>;

/** Collects the bytes of one item, up to a limit. */
class Collector {
  #parts: Buffer[] = [];
  #size = 0;
  constructor(readonly limit: number) {}

  add(part: Buffer): void {
    this.#size += part.length;
    if (this.#size <= this.limit) this.#parts.push(part);
    else this.#parts = [];
  }

  get size(): number {
    return this.#size;
  }

  take(): Buffer | undefined {
    const bytes = this.#size > this.limit ? undefined : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return bytes;
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

/** The lines of a file that are not blank, from a place that begins a line. */
export async function* lines(
  chunks: Chunks,
  { offset, line }: FilePosition,
  limit: number,
): AsyncGenerator<SourceItem> {
  const collector = new Collector(limit);
  let at = offset;
  let number = line;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      collector.add(chunk.subarray(from, end));
      at += end + 1 - from;
      from = end + 1;
      const bytes = collector.take();
      number += 1;
      if (bytes === undefined || !isBlank(bytes))
        yield { line: number - 1, bytes, place: { offset: at, line: number } };
    }
    collector.add(chunk.subarray(from));
    at += chunk.length - from;
  }
  if (collector.size === 0) return;
  const bytes = collector.take();
  if (bytes === undefined || !isBlank(bytes)) yield { line: number, bytes, place: { offset: at, line: number + 1 } };
}

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);
/** Space, tab, line ends, and the comma between elements. */
const between = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c]);

/** The role of a byte between values. */
type Step = 'inside' | 'between' | 'begins' | 'ends' | 'is-behind' | 'ends-all';

/** Follows JSON byte by byte, as far as it takes to see where values begin and end. */
class ValueTracker {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inScalar = false;

  /** A value has begun and not ended. */
  get inValue(): boolean {
    return this.#depth > 0 || this.#inString || this.#inScalar;
  }

  /** @returns `is-behind` if a scalar ended before this byte, which is then to be taken again */
  take(byte: number): Step {
    if (this.#inString) return this.#takeInString(byte);
    if (this.#inScalar) {
      if (!between.has(byte) && !closing.has(byte)) return 'inside';
      this.#inScalar = false;
      return 'is-behind';
    }
    if (this.#depth === 0) return this.#takeOutside(byte);
    if (byte === quote) this.#inString = true;
    else if (opening.has(byte)) this.#depth += 1;
    else if (closing.has(byte)) this.#depth -= 1;
    return this.#depth === 0 ? 'ends' : 'inside';
  }

  #takeInString(byte: number): Step {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) {
      this.#inString = false;
      if (this.#depth === 0) return 'ends';
    }
    return 'inside';
  }

  #takeOutside(byte: number): Step {
    if (between.has(byte)) return 'between';
    if (closing.has(byte)) return 'ends-all';
    if (byte === quote) this.#inString = true;
    else if (opening.has(byte)) this.#depth = 1;
    else this.#inScalar = true;
    return 'begins';
  }
}

/**
 * The elements of a JSON array, or JSON values one after another. They are only separated here; the caller checks
 * that each is valid JSON.
 * @param place the beginning, or behind an element
 * @param whole whether the values stand in an array, so that the file must end with `]`
 */
export async function* elements(
  chunks: Chunks,
  place: FilePosition,
  { limit, whole }: { readonly limit: number; readonly whole: boolean },
): AsyncGenerator<SourceItem> {
  const collector = new Collector(limit);
  const tracker = new ValueTracker();
  let { offset, line } = place;
  let firstLine = line;
  for await (const chunk of chunks) {
    let from = tracker.inValue ? 0 : -1;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      if (byte === newline) line += 1;
      const step = tracker.take(byte);
      if (step === 'inside' || step === 'between') continue;
      if (step === 'ends-all') return;
      if (step === 'begins') {
        from = index;
        firstLine = line;
        continue;
      }
      const ended = step === 'ends' ? index + 1 : index;
      collector.add(chunk.subarray(from, ended));
      from = -1;
      yield { line: firstLine, bytes: collector.take(), place: { offset: offset + ended, line } };
      // What ended a scalar is looked at again: it may end the array.
      if (step === 'is-behind') {
        if (byte === newline) line -= 1;
        index -= 1;
      }
    }
    if (from >= 0) collector.add(chunk.subarray(from));
    offset += chunk.length;
  }
  // Neither is sound JSON, which its reader will say: a value that was cut off, or a list that is not closed.
  if (tracker.inValue) yield { line: firstLine, bytes: collector.take(), place: { offset, line } };
  else if (whole) yield { line, bytes: Buffer.from('['), place: { offset, line } };
}
