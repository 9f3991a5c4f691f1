import type { RequestHandler } from 'express';
import { LotseError } from '../../base/index.js';
import { isFromOwnPage } from '../../web/index.js';

/**
 * Takes forms from our own pages alone, see `isFromOwnPage`.
 * @throws LotseError `forbidden`
 */
export function fromOwnPages(publicUrl: string): RequestHandler {
  return (request, _response, next) => {
    if (isFromOwnPage(request, publicUrl)) return next();
    throw new LotseError('forbidden', 'This form was not sent from a page of this server.');
  };
}
