import { createHash, type Hash } from 'node:crypto';

/** SHA-2's members, by the number of hexadecimal digits. */
const algorithms: Readonly<Record<number, string>> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' };

/**
 * A hasher for the member of SHA-2 that a hash belongs to; xAPI tells them apart by their length alone.
 * @param sha2 lower-case hexadecimal digits
 * @returns `undefined` if the text is no such hash
 */
export function sha2Hasher(sha2: string): Hash | undefined {
  const algorithm = algorithms[sha2.length];
  return algorithm === undefined || !/^[0-9a-f]+$/.test(sha2) ? undefined : createHash(algorithm);
}

/** The same octets, added to a hash as they pass. */
export async function* withHash(content: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const part of content) {
    hash.update(part);
    yield part;
  }
}
