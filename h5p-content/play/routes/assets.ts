import { Router, type Request } from 'express';
import { type AssetFolder, cacheControlOf, sendAsset, sendBlob } from '../../../web/index.js';
import { type InstalledLibraries, libraryName } from '../../libraries/index.js';

function pathOf(request: Request): string {
  const path = request.params['path'];
  return Array.isArray(path) ? path.join('/') : '';
}

/** H5P core, a part of the program, and the installed content types: public for everybody. */
export function assetRoutes(core: AssetFolder, libraries: InstalledLibraries): Router {
  const router = Router();
  router.get('/core/*path', async (request, response) =>
    sendAsset(request, response, await core.find(pathOf(request))),
  );
  router.get('/libraries/:library/*path', async (request, response) => {
    const name = libraryName(request.params.library);
    const file = name === undefined ? undefined : (await libraries.find(name))?.find(pathOf(request));
    const asset = file?.asset();
    if (file === undefined || asset !== undefined) return sendAsset(request, response, await asset);
    await sendBlob(request, response, {
      blob: await file.open(),
      contentType: file.contentType,
      tag: file.sha256,
      cacheControl: cacheControlOf(request, file.hash),
    });
  });
  return router;
}
