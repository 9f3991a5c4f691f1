import type { RequestHandler } from 'express';
import { organisationId } from '../../lrs/index.js';
import type { Platforms } from '../platform/index.js';

/**
 * Our public keys, with which LMSs verify our signatures (RFC 7517). `/lti/keys/{organisation}`: those that may sign
 * for this organisation's LMSs; none for an unknown one, which looks like one without keys. An LMS often checks no more
 * than the key and our client id (Moodle's token endpoint does not check the audience), so keys of other organisations
 * must not be in its set. `/lti/keys`: those of all, for LMSs registered when there was one set.
 */
export function keysEndpoint(platforms: Platforms): RequestHandler<{ organisation?: string }> {
  return async (request, response) => {
    const { organisation } = request.params;
    const id = organisation === undefined ? undefined : organisationId(organisation);
    const keys =
      organisation === undefined
        ? await platforms.publishedKeys()
        : id === undefined
          ? []
          : await platforms.publishedKeys(id);
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.json({ keys });
  };
}
