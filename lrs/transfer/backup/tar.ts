import { LotseError } from '../../../base/index.js';

/** A tape archive (POSIX.1-1988 ustar), as far as backups need it: plain files, read and written as a stream. */

const block = 512;
const maxOctal = 0o77777777777;

function damaged(reason: string): LotseError {
  return new LotseError('bad-request', `The archive is damaged or is no tar archive: ${reason}.`);
}

function checksum(header: Buffer): number {
  let sum = 0;
  // The field itself counts as spaces.
  for (let index = 0; index < block; index += 1) sum += index >= 148 && index < 156 ? 32 : header[index]!;
  return sum;
}

/** A path of more than 100 bytes is divided at a slash: `prefix` takes up to 155 bytes. */
function divided(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const parts = [path.slice(0, slash), path.slice(slash + 1)] as const;
    if (Buffer.byteLength(parts[0]) <= 155 && Buffer.byteLength(parts[1]) <= 100) return parts;
  }
  throw new LotseError('bad-request', `The path ${path} is too long for a tar archive. Back up into a folder instead.`);
}

/** The header of a plain file, readable and writable by its owner alone. */
export function tarHeader(path: string, size: number, modified: Date): Buffer {
  const header = Buffer.alloc(block);
  const [prefix, name] = divided(path);
  const octal = (value: number, offset: number, length: number): void =>
    void header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'ascii');
  header.write(name, 0, 'utf8');
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  if (size <= maxOctal) octal(size, 124, 12);
  else {
    // Values too large for octal digits are written in base 256, marked by the first bit (GNU and POSIX tar read both).
    header.writeBigUInt64BE(BigInt(size), 128);
    header[124] = 0x80;
  }
  octal(Math.max(0, Math.floor(modified.getTime() / 1000)), 136, 12);
  header.write('0', 156, 'ascii');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 'utf8');
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return header;
}

/** Padding that fills a file of this size up to whole blocks. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

/** The end of an archive. */
export const tarEnd = Buffer.alloc(2 * block);

interface Header {
  readonly path: string;
  readonly size: number;
}

function text(header: Buffer, offset: number, length: number): string {
  const field = header.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function readHeader(header: Buffer): Header | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  if (Number.parseInt(text(header, 148, 8).trim(), 8) !== checksum(header))
    throw damaged('a header has a wrong checksum');
  const type = String.fromCharCode(header[156]!);
  if (type !== '0' && type !== '\0') throw damaged(`it holds something else than plain files (type "${type}")`);
  const size =
    (header[124]! & 0x80) === 0
      ? Number.parseInt(text(header, 124, 12).trim(), 8)
      : Number(header.readBigUInt64BE(128));
  if (!Number.isSafeInteger(size) || size < 0) throw damaged('a file has no size');
  const prefix = text(header, 345, 155);
  return { path: prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`, size };
}

/** One file of an archive. Its content must be read to its end before the next one is asked for. */
export interface TarEntry extends Header {
  readonly content: AsyncIterable<Uint8Array>;
}

/** The files of an archive, in their order. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);

  async function next(maxLength: number): Promise<Uint8Array> {
    while (rest.length === 0) {
      const { value, done } = await chunks.next();
      if (done === true) throw damaged('it ends too early');
      rest = value;
    }
    const part = rest.subarray(0, maxLength);
    rest = rest.subarray(part.length);
    return part;
  }

  async function* bytes(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      const part = await next(left);
      left -= part.length;
      yield part;
    }
  }

  async function all(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of bytes(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  for (;;) {
    const header = readHeader(await all(block));
    if (header === undefined) return;
    const content = bytes(header.size);
    yield { ...header, content };
    for await (const part of content) void part;
    await all(tarPadding(header.size).length);
  }
}
