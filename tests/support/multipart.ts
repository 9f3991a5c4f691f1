import { createHash } from 'node:crypto';

/** A part as it is written: header lines and content. */
export interface WrittenPart {
  readonly head: readonly string[];
  readonly content: string | Uint8Array;
}

export const boundary = '-------314159265358979323846';
export const multipartType = `multipart/mixed; boundary=${boundary}`;

/** The SHA-2 hash of data, 256 bits unless said otherwise. */
export function sha2Of(data: string | Uint8Array, algorithm = 'sha256'): string {
  return createHash(algorithm).update(data).digest('hex');
}

/** What a statement says of an attachment. */
export function attachmentOf(
  data: string | Uint8Array,
  changes: object = {},
): { readonly contentType: string; readonly sha2: string } & Record<string, unknown> {
  return {
    usageType: 'http://x.example/usage',
    display: { de: 'Anhang' },
    contentType: 'text/plain',
    length: Buffer.from(data).byteLength,
    sha2: sha2Of(data),
    ...changes,
  };
}

/** The first part. */
export function statementsPart(statements: unknown): WrittenPart {
  return { head: ['Content-Type: application/json'], content: JSON.stringify(statements) };
}

/** A part that brings an attachment's data. */
export function dataPart(
  data: string | Uint8Array,
  { contentType = 'text/plain', sha2 = sha2Of(data) }: { readonly contentType?: string; readonly sha2?: string } = {},
): WrittenPart {
  return {
    head: [`Content-Type: ${contentType}`, 'Content-Transfer-Encoding: binary', `X-Experience-API-Hash: ${sha2}`],
    content: data,
  };
}

/** A whole body. */
export function multipartBody(...parts: readonly WrittenPart[]): Buffer {
  const pieces = parts.flatMap(({ head, content }) => [
    `--${boundary}\r\n${head.map((line) => `${line}\r\n`).join('')}\r\n`,
    content,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece as Uint8Array)));
}

/** A part as a test reads it. */
export interface ReadPart {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

/** Takes an answer apart, strictly, and without any of our own code. */
export function readMultipart(contentType: string, body: Buffer): readonly ReadPart[] {
  const named = /^multipart\/mixed; boundary=([0-9A-Za-z-]{1,70})$/.exec(contentType);
  if (named === null) throw new Error(`Not multipart/mixed with a boundary: ${contentType}`);
  const text = body.toString('latin1');
  const [before, ...pieces] = `\r\n${text}`.split(`\r\n--${named[1]!}`);
  if (before !== '' || pieces.pop() !== '--\r\n') throw new Error('The body does not begin and end with its boundary.');
  return pieces.map((piece) => {
    const [, head, content] = /^\r\n((?:[^\r\n]+\r\n)*)\r\n(.*)$/s.exec(piece)!;
    const headers = Object.fromEntries(
      head!
        .split('\r\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    return { headers, content: Buffer.from(content!, 'latin1') };
  });
}
