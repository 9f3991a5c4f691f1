/** A part of a file, with its position. */
export interface Piece {
  /** From 1. */
  readonly line: number;
  /** `undefined` if it is over the limit; it was skipped, not stored. */
  readonly bytes: Buffer | undefined;
  /** The position behind it. */
  readonly place: Place;
}

/** A position in a file at which reading can begin. */
export interface Place {
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
export async function* lines(chunks: Chunks, { offset, line }: Place, limit: number): AsyncGenerator<Piece> {
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

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);
/** Space, tab, line ends, and the comma between elements. */
const between = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c]);

/**
 * The elements of a JSON array, or JSON values one after another. They are only separated here; the caller checks
 * that each is valid JSON.
 * @param place the beginning, or behind an element
 * @param whole whether the values stand in an array, so that the file must end with `]`
 */
export async function* elements(
  chunks: Chunks,
  place: Place,
  { limit, whole }: { readonly limit: number; readonly whole: boolean },
): AsyncGenerator<Piece> {
  const collector = new Collector(limit);
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inScalar = false;
  let { offset, line } = place;
  let firstLine = line;
  for await (const chunk of chunks) {
    let from = depth > 0 || inString || inScalar ? 0 : -1;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      const outside = from < 0;
      if (byte === 0x0a) line += 1;
      let ended = -1;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) {
          inString = false;
          if (depth === 0) ended = index + 1;
        }
        if (ended < 0) continue;
      } else if (inScalar) {
        if (!between.has(byte) && !closing.has(byte)) continue;
        ended = index;
        inScalar = false;
      } else if (outside) {
        if (between.has(byte)) continue;
        if (closing.has(byte)) return;
        from = index;
        firstLine = line;
        if (byte === quote) inString = true;
        else if (opening.has(byte)) depth = 1;
        else inScalar = true;
        continue;
      } else if (byte === quote) {
        inString = true;
        continue;
      } else if (opening.has(byte)) {
        depth += 1;
        continue;
      } else if (closing.has(byte)) {
        depth -= 1;
        if (depth > 0) continue;
        ended = index + 1;
      } else continue;

      collector.add(chunk.subarray(from, ended));
      from = -1;
      yield { line: firstLine, bytes: collector.take(), place: { offset: offset + ended, line } };
      // The character after a scalar is read again: it may end the array.
      if (ended === index) {
        if (byte === 0x0a) line -= 1;
        index -= 1;
      }
    }
    if (from >= 0) collector.add(chunk.subarray(from));
    offset += chunk.length;
  }
  const unfinished = depth > 0 || inString || inScalar;
  if (unfinished || whole)
    yield {
      line: unfinished ? firstLine : line,
      bytes: unfinished ? collector.take() : Buffer.from('['),
      place: { offset, line },
    };
}
