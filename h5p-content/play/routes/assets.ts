import { Router, type Request } from 'express';
import { type AssetFolder, sendAsset } from '../../../web/index.js';
import { type LibraryFiles, libraryName } from '../assets/library-files.js';

function pathOf(request: Request): string {
  const path = request.params['path'];
  return Array.isArray(path) ? path.join('/') : '';
}

/** H5P core and the content types: public files of the program. */
export function assetRoutes(core: AssetFolder, libraries: LibraryFiles): Router {
  const router = Router();
  router.get('/core/*path', async (request, response) =>
    sendAsset(request, response, await core.find(pathOf(request))),
  );
  router.get('/libraries/:library/*path', async (request, response) => {
    const name = libraryName(request.params.library);
    const library = name === undefined ? undefined : await libraries.find(name);
    await sendAsset(request, response, await library?.find(pathOf(request)));
  });
  return router;
}
