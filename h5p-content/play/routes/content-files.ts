import { Router, type Request } from 'express';
import { type BlobStore, LotseError } from '../../../base/index.js';
import { sendBlob } from '../../../web/index.js';
import type { ContentStore } from '../../store/index.js';
import type { ContentFiles, ContentKeys } from '../content-keys.js';
import type { FindPlayLaunch } from './launch.js';

/** Dependencies of sending content files. */
export interface ContentFileParts {
  readonly store: ContentStore;
  /** Where files of contents lie. */
  readonly blobs: BlobStore;
  readonly findLaunch: FindPlayLaunch;
  readonly keys: ContentKeys;
}

/**
 * Files of the content of a launch, e.g. its pictures, by a key in the address or the launch's token. A
 * version's files never change, so the browser may cache them; not in shared caches, because only people of the
 * organisation may see them. Ranges are supported, as players of sound and film need them.
 */
export function contentFileRoutes({ store, blobs, findLaunch, keys }: ContentFileParts): Router {
  async function filesOf(request: Request): Promise<ContentFiles> {
    const { key } = request.query;
    if (typeof key === 'string') return keys.read(key);
    const { principal, session } = await findLaunch(request);
    return { organisation: principal.organisation, contentId: session.content.id, version: session.content.version };
  }

  const router = Router();
  router.get('/content/:contentId/:version', async (request, response) => {
    const { organisation, contentId, version } = await filesOf(request);
    if (contentId !== request.params.contentId)
      throw new LotseError('forbidden', 'This launch is for another learning unit.');
    if (Number(request.params.version) !== version)
      throw new LotseError('forbidden', 'This launch is for another version of the learning unit.');
    const name = typeof request.query['file'] === 'string' ? request.query['file'].replace(/^\//, '') : '';
    const file = await store.contents.findFile(organisation, contentId, version, name);
    if (file === undefined) throw new LotseError('not-found', 'The learning unit has no such file.');
    const blob = await blobs.findBlob(organisation, file.sha256);
    if (blob === undefined)
      throw new LotseError('internal', 'A file of this learning unit is missing.', {
        detail: `${contentId}, version ${version}, ${name}: its blob is missing`,
      });
    // A picture opened by itself must not be able to run anything on our origin.
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    await sendBlob(request, response, {
      blob,
      contentType: file.contentType,
      tag: file.sha256,
      cacheControl: 'private, max-age=31536000, immutable',
    });
  });
  return router;
}
