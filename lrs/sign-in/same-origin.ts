import type { RequestHandler } from 'express';
import { LotseError } from '../base/index.js';

/**
 * Takes forms from our own pages alone. Browsers say where a form comes from; whoever says nothing is refused.
 * @param publicUrl what browsers know us as, should a proxy have changed the Host header
 * @throws LotseError `forbidden`
 */
export function fromOwnPages(publicUrl: string): RequestHandler {
  const own = new URL(publicUrl).origin;
  return (request, _response, next) => {
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const sent = origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined;
    const isOwn = sent !== undefined && (sent.origin === own || sent.host === request.get('host'));
    if ((site === undefined || site === 'same-origin') && isOwn) return next();
    throw new LotseError('forbidden', 'This form was not sent from a page of this server.');
  };
}
