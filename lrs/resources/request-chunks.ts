import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { LotseError } from '../../base/index.js';

// Not an object: a request naming `constructor` must not find the property that every object has.
const unpackers: ReadonlyMap<string, () => Readable & NodeJS.WritableStream> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * A request's body in chunks, decoded. A reader that stops early leaves the connection as it is, so that an
 * answer still gets through.
 * @param limit most octets, unpacked
 * @throws LotseError `too-large`, `unsupported-media-type`; `bad-request` if it breaks off or cannot be unpacked
 */
export async function* readChunks(request: IncomingMessage, limit: number): AsyncGenerator<Uint8Array, void> {
  const stream = unpacked(request);
  let length = 0;
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      length += piece.byteLength;
      if (length > limit)
        throw new LotseError(
          'too-large',
          `The body is over the limit of ${limit} bytes for requests with attachments.`,
        );
      yield piece;
    }
  } catch (caught) {
    if (caught instanceof LotseError) throw caught;
    throw new LotseError('bad-request', 'The body broke off, or cannot be unpacked.', { cause: caught });
  } finally {
    if (stream !== request) {
      request.unpipe();
      stream.destroy();
    }
    // Node discards the rest of a body only if nobody has begun to read it.
    request.resume();
  }
}

function unpacked(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return request;
  const unpacker = unpackers.get(encoding)?.();
  if (unpacker === undefined)
    throw new LotseError(
      'unsupported-media-type',
      'The body has a Content-Encoding that this server does not take. It takes identity, gzip, deflate and br.',
    );
  request.once('error', (caught) => unpacker.destroy(caught));
  return request.pipe(unpacker);
}
