import { Router, type Request, type Response } from 'express';
import { LotseError } from '../../../lrs/index.js';
import type { Asset, AssetFolder, Encoding } from '../assets/folder.js';
import { libraryName, type LibraryFiles } from '../assets/library-files.js';

/** Seconds for which a file without its hash in the address may be kept. */
const shortly = 300;

function encodingFor(request: Request, asset: Asset): Encoding {
  if (!asset.compressible) return 'identity';
  // Browsers name all that they take without preferring one; the first question therefore goes to the smaller.
  return (['br', 'gzip'] as const).find((encoding) => request.acceptsEncodings(encoding) !== false) ?? 'identity';
}

/** An address with the file's hash never changes its meaning, so browsers may keep the answer for good. */
async function sendAsset(request: Request, response: Response, asset: Asset | undefined): Promise<void> {
  if (asset === undefined) throw new LotseError('not-found', 'There is no such file.');
  const encoding = encodingFor(request, asset);
  response.set({
    'Content-Type': asset.contentType,
    'Cache-Control': request.query['v'] === asset.hash ? 'public, max-age=31536000, immutable' : `public, max-age=${shortly}`,
    'Vary': 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
    'ETag': `"${asset.hash}-${encoding}"`,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
  response.send(Buffer.from(await asset.bytes(encoding)));
}

function pathOf(request: Request): string {
  const path = request.params['path'];
  return Array.isArray(path) ? path.join('/') : '';
}

/** H5P core and the content types: public files of the program. */
export function assetRoutes(core: AssetFolder, libraries: LibraryFiles): Router {
  const router = Router();
  router.get('/core/*path', async (request, response) => sendAsset(request, response, await core.find(pathOf(request))));
  router.get('/libraries/:library/*path', async (request, response) => {
    const name = libraryName(request.params.library);
    const library = name === undefined ? undefined : await libraries.find(name);
    await sendAsset(request, response, await library?.find(pathOf(request)));
  });
  return router;
}
