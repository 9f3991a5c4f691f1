import { LotseError, sha2Hasher } from '../../base/index.js';
import type { Part } from './read-parts.js';

/** A refusal that names the part. */
export function refusePart({ index }: Part, message: string): never {
  throw new LotseError('invalid-multipart', message, { path: `parts[${index}]` });
}

/**
 * The hash under which a part goes, in lower case (xAPI 1.0.3 Communication §1.5.2).
 * @throws LotseError `invalid-multipart` if it has none, or is not sent as binary
 */
export function hashOf(part: Part): string {
  const encoding = part.header('content-transfer-encoding');
  if (encoding?.toLowerCase() !== 'binary')
    refusePart(
      part,
      'A part with attachment data must have the header Content-Transfer-Encoding with the value binary.',
    );
  const hash = part.header('x-experience-api-hash')?.toLowerCase();
  if (hash === undefined)
    return refusePart(part, 'A part with attachment data must have the header X-Experience-API-Hash.');
  if (sha2Hasher(hash) === undefined)
    refusePart(part, 'The header X-Experience-API-Hash must be a SHA-2 hash in hexadecimal digits.');
  return hash;
}

/** Refuses a part whose content is not what its header says. */
export function refuseHash(part: Part): never {
  return refusePart(part, 'The data of a part does not have the hash in its header X-Experience-API-Hash.');
}

/**
 * A part's content, verified as it is read.
 * @throws LotseError `invalid-multipart` behind the last piece, where the content does not have this hash
 */
export async function* verifiedContent(part: Part, sha2: string): AsyncGenerator<Uint8Array, void> {
  const hash = sha2Hasher(sha2)!;
  for await (const piece of part.content) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha2) refuseHash(part);
}

/** Collects a stream. */
export async function collectContent(content: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    length += piece.byteLength;
    if (length > limit)
      throw new LotseError('too-large', `A part that is not stored as a file may have at most ${limit} bytes.`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
