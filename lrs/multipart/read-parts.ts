import { LotseError } from '../../base/index.js';
import { ChunkReader } from './chunk-reader.js';
import { readHead } from './read-head.js';

/** One part of a multipart body. */
export interface Part {
  /** 0 for the first. */
  readonly index: number;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The part's octets, readable once. Octets left when the next part is requested are skipped. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** Most parts of one body. */
const maxParts = 1_000;
/** Most octets that may stand before the first boundary; they mean nothing (RFC 2046 §5.1.1). */
const maxPreambleBytes = 4_096;

const lineEnd = Buffer.from('\r\n');

/**
 * Splits a multipart body while it comes in (RFC 2046 §5.1), without storing any of it.
 * @throws LotseError `invalid-multipart` if it is malformed or does not end with its closing boundary; whatever
 *   the source throws
 */
export async function* readParts(source: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part, void> {
  const reader = new ChunkReader(withLineEnd(source));
  // Line end and boundary are one mark: a boundary counts at the beginning of a line alone.
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  try {
    await passPreamble(reader, mark);
    for (let index = 0; await hasAnotherPart(reader); index += 1) {
      if (index === maxParts)
        throw new LotseError('invalid-multipart', `A request may have at most ${maxParts} parts.`);
      const head = await readHead(reader, index);
      await allowEmptyContent(reader, mark);
      const chunks = reader.until(mark);
      // Without `return`, so that a reader that stops early does not keep the rest from being skipped.
      yield {
        index,
        header: (name) => head.get(name),
        content: { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) },
      };
      while ((await chunks.next()).done !== true);
    }
    await reader.drain();
  } finally {
    await reader.close();
  }
}

/** So that a boundary at the very beginning also has a line end before it. */
async function* withLineEnd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield lineEnd;
  yield* source;
}

/** If a part has no content, the line end behind its head may be the one that belongs to the next boundary. */
async function allowEmptyContent(reader: ChunkReader, mark: Buffer): Promise<void> {
  const dashes = mark.subarray(lineEnd.byteLength);
  if ((await reader.peek(dashes.byteLength)).equals(dashes)) reader.unread(lineEnd);
}

async function passPreamble(reader: ChunkReader, mark: Buffer): Promise<void> {
  let length = 0;
  for await (const piece of reader.until(mark)) {
    length += piece.byteLength;
    if (length > maxPreambleBytes)
      throw new LotseError('invalid-multipart', 'The boundary that the Content-Type names does not begin the body.');
  }
}

/** Reads past a boundary: a line end before another part, or two hyphens after the last one. */
async function hasAnotherPart(reader: ChunkReader): Promise<boolean> {
  const next = await reader.peek(2);
  if (next.toString('latin1') === '--') return false;
  const padding = await reader.textUntil(lineEnd, 100);
  if (/^[ \t]*$/.test(padding)) return true;
  throw new LotseError('invalid-multipart', 'A boundary must stand alone on its line.');
}
