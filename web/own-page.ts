import type { Request } from 'express';

/**
 * True if a form was sent by a page of ours: browsers send the origin, and a request without one is foreign.
 * The page must have been sent with a `Referrer-Policy` that tells its origin to ourselves, such as `same-origin`.
 * @param publicUrl what browsers know us as, should a proxy have changed the Host header
 */
export function isFromOwnPage(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const sent = origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined;
  const isOwn = sent !== undefined && (sent.origin === new URL(publicUrl).origin || sent.host === request.get('host'));
  return (site === undefined || site === 'same-origin') && isOwn;
}

/**
 * True if a request that changes something may come from a page of ours, for a server whose pages do not tell where
 * they are: browsers say `Origin: null` then. Refused is what says that it comes from elsewhere.
 */
export function isFromElsewhere(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin';
  const origin = request.get('origin');
  return origin !== undefined && origin !== 'null' && !isFromOwnPage(request, publicUrl);
}
