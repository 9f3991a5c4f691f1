import { Router, type Request } from 'express';
import { LotseError } from '../../../base/index.js';
import type { ContentStore } from '../../store/index.js';
import type { ContentFiles, ContentKeys } from '../content-keys.js';
import type { FindLaunch } from './launch.js';

/**
 * Files of the content that a launch plays, e.g. its pictures, by a key in the address or the launch's token. A version's files never change, so the browser may keep
 * them; not in shared caches, because only people of the organisation may see them.
 */
export function contentFileRoutes(store: ContentStore, findLaunch: FindLaunch, keys: ContentKeys): Router {
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
    const file = await store.contents.readFile(organisation, contentId, version, name);
    if (file === undefined) throw new LotseError('not-found', 'The learning unit has no such file.');

    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
    response.set({
      'Content-Type': file.contentType,
      'Cache-Control': 'private, max-age=31536000, immutable',
      'Accept-Ranges': 'bytes',
      'X-Content-Type-Options': 'nosniff',
      // A picture opened by itself must not be able to run anything on our origin.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
    const ranges = request.range(bytes.length);
    if (ranges === -1) {
      response.status(416).set('Content-Range', `bytes */${bytes.length}`).end();
    } else if (Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1) {
      const { start, end } = ranges[0]!;
      response
        .status(206)
        .set('Content-Range', `bytes ${start}-${end}/${bytes.length}`)
        .send(bytes.subarray(start, end + 1));
    } else {
      response.send(bytes);
    }
  });
  return router;
}
