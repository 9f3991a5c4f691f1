import { randomBytes } from 'node:crypto';

/** A part to send. */
export interface OutgoingPart {
  /** Header lines, each with its line end. */
  readonly head: string;
  /** Octets of its content. */
  readonly length: number;
  /** The content, in chunks; each call starts from the beginning. */
  read(): AsyncIterable<Uint8Array>;
}

/** A complete multipart/mixed body that is formatted while it is sent. */
export interface MultipartBody {
  readonly contentType: string;
  /** Octets of the body. */
  readonly length: number;
  /** The body, in chunks; each call starts from the beginning. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** The first part: statements as JSON text (xAPI 1.0.3 Communication §1.5.2). */
export function statementsPart(text: string): OutgoingPart {
  const octets = Buffer.from(text, 'utf8');
  return {
    head: 'Content-Type: application/json\r\n',
    length: octets.byteLength,
    read: async function* () {
      yield octets;
    },
  };
}

/** The headers and data of an attachment's part. */
export interface AttachmentContent {
  readonly contentType: string;
  readonly sha2: string;
  readonly length: number;
  read(): AsyncIterable<Uint8Array>;
}

/** A part with an attachment's data. */
export function attachmentPart({ contentType, sha2, length, read }: AttachmentContent): OutgoingPart {
  return {
    head: `Content-Type: ${contentType}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n`,
    length,
    read,
  };
}

const opening = (boundary: string, head: string): string => `--${boundary}\r\n${head}\r\n`;
const lineEnd = '\r\n';
const closing = (boundary: string): string => `--${boundary}--\r\n`;

function lengthOf(parts: readonly OutgoingPart[], boundary: string): number {
  const ofParts = parts.map(({ head, length }) => Buffer.byteLength(opening(boundary, head)) + length + lineEnd.length);
  return ofParts.reduce((sum, each) => sum + each, 0) + closing(boundary).length;
}

async function* written(parts: readonly OutgoingPart[], boundary: string): AsyncGenerator<Uint8Array, void> {
  for (const part of parts) {
    yield Buffer.from(opening(boundary, part.head), 'utf8');
    yield* part.read();
    yield Buffer.from(lineEnd);
  }
  yield Buffer.from(closing(boundary));
}

/** Formats parts as a multipart/mixed body (RFC 2046 §5.1), under a boundary that nobody can guess. */
export function formatMultipart(parts: readonly OutgoingPart[]): MultipartBody {
  const boundary = `lotse-${randomBytes(18).toString('hex')}`;
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    length: lengthOf(parts, boundary),
    chunks: () => written(parts, boundary),
  };
}
