import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { namedAttachments, type Attachment, type Statement } from '../../statement/index.js';
import type { KeptAttachment, StoredStatement } from '../../store/index.js';
import type { Exchange } from '../exchange.js';

/** A part on its way out. */
interface OutgoingPart {
  readonly head: string;
  readonly length: number;
  read(): AsyncIterable<Uint8Array>;
}

/**
 * 200 with multipart/mixed: the statements first, then the data of their attachments, each once, as far as it was
 * ever sent (xAPI 1.0.3 Communication §1.5.2). Data is streamed, at the pace of the reader.
 * @param text the statements as they are answered
 * @param statements the same as they are stored, whose attachments go along
 */
export async function answerMultipart(exchange: Exchange, text: string, statements: readonly StoredStatement[]): Promise<void> {
  const { response, request } = exchange;
  const boundary = `lotse-${randomBytes(18).toString('hex')}`;
  const octets = Buffer.from(text, 'utf8');
  const first: OutgoingPart = { head: 'Content-Type: application/json\r\n', length: octets.byteLength, read: () => Readable.from([octets]) };
  const parts = [first, ...(await attachmentParts(exchange, statements))];
  response.setHeader('Content-Type', `multipart/mixed; boundary=${boundary}`);
  response.setHeader('Content-Length', String(lengthOf(parts, boundary)));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(written(parts, boundary), { objectMode: false }), response);
  } catch (caught) {
    // Whoever asked has gone away: nobody is left to tell, and nothing went wrong here.
    if (!isPrematureClose(caught)) throw caught;
  }
}

async function attachmentParts({ services, principal }: Exchange, statements: readonly StoredStatement[]): Promise<readonly OutgoingPart[]> {
  const named = new Map<string, Attachment>();
  for (const { text } of statements) {
    for (const { attachment } of namedAttachments(JSON.parse(text) as Statement)) {
      const sha2 = attachment.sha2.toLowerCase();
      if (!named.has(sha2)) named.set(sha2, attachment);
    }
  }
  const parts: OutgoingPart[] = [];
  for (const [sha2, attachment] of named) {
    const kept = await services.store.attachments.find(principal.organisation, sha2);
    if (kept !== undefined) parts.push(partOf(attachment, kept));
  }
  return parts;
}

function partOf({ contentType, sha2 }: Attachment, kept: KeptAttachment): OutgoingPart {
  return {
    head: `Content-Type: ${contentType}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n`,
    length: kept.length,
    read: () => kept.read(),
  };
}

const opening = (boundary: string, head: string): string => `--${boundary}\r\n${head}\r\n`;
const lineEnd = '\r\n';
const closing = (boundary: string): string => `--${boundary}--\r\n`;

function lengthOf(parts: readonly OutgoingPart[], boundary: string): number {
  const ofParts = parts.map(({ head, length }) => Buffer.byteLength(opening(boundary, head)) + length + lineEnd.length);
  return ofParts.reduce((sum, each) => sum + each, 0) + closing(boundary).length;
}

async function* written(parts: readonly OutgoingPart[], boundary: string): AsyncGenerator<Uint8Array | string, void> {
  for (const part of parts) {
    yield Buffer.from(opening(boundary, part.head), 'utf8');
    yield* part.read();
    yield Buffer.from(lineEnd);
  }
  yield Buffer.from(closing(boundary));
}

function isPrematureClose(caught: unknown): boolean {
  return typeof caught === 'object' && caught !== null && 'code' in caught && caught.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
