import type { Request, Response } from 'express';
import { LotseError, type Seconds } from '../base/index.js';
import type { Asset, Encoding } from './asset-folder.js';

/** Time for which a file without its hash in the address may be cached. */
const shortly: Seconds = 300;

/** For good if the address contains the hash of the file, else for a short time. */
export function cacheControlOf(request: Request, hash: string): string {
  return request.query['v'] === hash ? 'public, max-age=31536000, immutable' : `public, max-age=${shortly}`;
}

function encodingFor(request: Request, asset: Asset): Encoding {
  if (!asset.compressible) return 'identity';
  // Browsers list all encodings they accept without preferring one, so the smaller comes first.
  return (['br', 'gzip'] as const).find((encoding) => request.acceptsEncodings(encoding) !== false) ?? 'identity';
}

/**
 * Sends a file of the program in an encoding the browser accepts. An address with the file's hash never changes its
 * meaning, so browsers may cache the response for good.
 * @throws LotseError `not-found` if there is no file
 */
export async function sendAsset(request: Request, response: Response, asset: Asset | undefined): Promise<void> {
  if (asset === undefined) throw new LotseError('not-found', 'There is no such file.');
  const encoding = encodingFor(request, asset);
  response.set({
    'Content-Type': asset.contentType,
    'Cache-Control': cacheControlOf(request, asset.hash),
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
    ETag: `"${asset.hash}-${encoding}"`,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
  response.send(Buffer.from(await asset.bytes(encoding)));
}
