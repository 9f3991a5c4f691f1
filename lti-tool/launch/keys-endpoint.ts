import type { RequestHandler } from 'express';
import type { Platforms } from '../platform/index.js';

/** `/lti/keys`: our public keys, with which LMSs check what we sign (RFC 7517). */
export function keysEndpoint(platforms: Platforms): RequestHandler {
  return async (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.json({ keys: await platforms.publishedKeys() });
  };
}
