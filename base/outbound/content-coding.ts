import { type Readable, pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A body without its content coding; as it is where it has none that we know (RFC 9110 §8.4). */
export function decodedBody(body: Readable, coding: string | undefined): Readable {
  const decoder = decoders[coding?.trim().toLowerCase() ?? '']?.();
  // Errors of either side come out of the decoder, to whoever reads it.
  return decoder === undefined ? body : pipeline(body, decoder, () => undefined);
}
