import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { parseJson } from '../../statement/index.js';
import { openAttachmentFiles } from '../attachment-files.js';
import type { ImportItem, ImportSource } from './source.js';
import { elements, lines, type SourceItem, type FilePosition } from './split.js';

const chunkSize = 1024 * 1024;
/** The beginning of a file identifies it, even if another one has taken its place. */
const headSize = 64 * 1024;

const cursorSchema = z.strictObject({
  offset: z.int().min(0),
  line: z.int().min(1),
  head: z.string(),
  headSize: z.int().min(0),
});

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The way to split a file, and if its statements begin. */
interface Layout {
  readonly kind: 'lines' | 'array' | 'values';
  readonly start: number;
}

/** A StatementResult, as `GET /statements` answers it, is an array behind a little text. */
const resultStart = /^\s*\{\s*"statements"\s*:\s*\[/;
const arrayStart = /^\s*\[/;

function layoutOf(path: string, head: Buffer): Layout {
  const mark = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  if (!/\.json$/i.test(path)) return { kind: 'lines', start: mark };
  const text = head.toString('latin1', mark);
  const found = resultStart.exec(text) ?? arrayStart.exec(text);
  return found === null ? { kind: 'values', start: mark } : { kind: 'array', start: mark + found[0].length };
}

function sourceItems(
  chunks: AsyncIterable<Buffer>,
  place: FilePosition,
  kind: Layout['kind'],
  limit: number,
): AsyncIterable<SourceItem> {
  return kind === 'lines' ? lines(chunks, place, limit) : elements(chunks, place, { limit, whole: kind === 'array' });
}

function readPiece(bytes: Buffer | undefined, limit: number): unknown {
  if (bytes === undefined) throw new LotseError('too-large', `It is over the limit of ${limit} bytes.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (caught) {
    throw new LotseError('invalid-json', 'It is not UTF-8 text.', { cause: caught });
  }
  return parseJson(text);
}

/**
 * Statements in a file: one a line (`.ndjson` and every other name), or a JSON array or StatementResult (`.json`).
 * It is read in chunks, whatever its size.
 * @param limit most bytes of one statement
 * @param attachments a folder with their attachments, each in a file named by its hash, as an export writes it
 */
export function openFileSource(path: string, limit: number, attachments?: string): ImportSource {
  const file = resolve(path);
  const files = attachments === undefined ? undefined : openAttachmentFiles(attachments);

  /** The start position: the cursor's, if the beginning of the file is unchanged. */
  async function begin(from: string | undefined, layout: Layout): Promise<FilePosition> {
    const start = { offset: layout.start, line: 1 };
    if (from === undefined) return start;
    const cursor = cursorSchema.safeParse(JSON.parse(from));
    if (!cursor.success) return start;
    const { offset, line, head, headSize: length } = cursor.data;
    const same = (await stat(file)).size >= offset && hashOf(await firstBytes(file, length)) === head;
    return same ? { offset, line } : start;
  }

  async function* items(from: string | undefined): AsyncGenerator<ImportItem> {
    const head = await firstBytes(file, headSize).catch((caught: NodeJS.ErrnoException) => {
      throw new LotseError('not-found', `The file ${file} cannot be read (${caught.code ?? caught.message}).`, {
        cause: caught,
      });
    });
    const layout = layoutOf(file, head);
    const { size } = await stat(file);
    const place = await begin(from, layout);
    const fingerprint = { head: hashOf(head), headSize: head.length };
    const chunks = createReadStream(file, { start: place.offset, highWaterMark: chunkSize }) as AsyncIterable<Buffer>;
    for await (const { line, bytes, place: next } of sourceItems(chunks, place, layout.kind, limit)) {
      yield {
        where: `line ${line}`,
        read: () => readPiece(bytes, limit),
        next: JSON.stringify({ ...next, ...fingerprint }),
        share: size === 0 ? 1 : Math.min(1, next.offset / size),
      };
    }
  }

  return {
    name: `file ${file}`,
    items,
    ...(files === undefined ? {} : { attachment: (sha2: string) => files.read(sha2) }),
  };
}
