import type { CookieOptions, Request, Response } from 'express';
import { hashOfSecret } from '../../base/index.js';

/** Maximum number of visits in one browser; the oldest is dropped first. */
export const maxVisits = 20;

/** The name of a visit in addresses. On its own it gives no access to anything. */
export function handleOf(token: string): string {
  return hashOfSecret(`handle of the visit ${token}`).slice(0, 16);
}

export function isHandle(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{16}$/.test(text);
}

export function isToken(text: string): boolean {
  return /^[\w-]{20,100}$/.test(text);
}

interface CookieShape {
  /** The part of the cookie's name before the handle. */
  readonly prefix: string;
  readonly options: CookieOptions;
}

/**
 * A visit's cookie also works in a frame where third-party cookies are blocked (CHIPS). Over https its name has the
 * prefix `__Host-`, so that no neighbour under the same domain can plant one.
 */
function shapeOf(publicUrl: string): CookieShape {
  const { protocol, pathname } = new URL(publicUrl);
  const secure = protocol === 'https:';
  return {
    prefix: `${secure ? '__Host-' : ''}lotse-visit-`,
    options: {
      httpOnly: true,
      // Browsers treat loopback addresses as secure.
      secure: true,
      sameSite: 'none',
      partitioned: true,
      path: secure ? '/' : `${pathname.replace(/\/$/, '')}/`,
    },
  };
}

/** The cookies of a request in the order that the browser gives them: of one path, the oldest first (RFC 6265 §5.4). */
function cookiesOf(request: Request): readonly (readonly [name: string, value: string])[] {
  return (request.headers.cookie ?? '').split(/; */).flatMap((pair) => {
    const equals = pair.indexOf('=');
    return equals < 1 ? [] : [[pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const];
  });
}

/** Stores a visit in the browser, and removes the oldest one if there are too many. */
export function setVisitCookie(
  request: Request,
  response: Response,
  publicUrl: string,
  { token, maxAge }: { readonly token: string; readonly maxAge: number },
): void {
  const { prefix, options } = shapeOf(publicUrl);
  const cookieNames = [...new Set(cookiesOf(request).map(([name]) => name))].filter((name) => name.startsWith(prefix));
  for (const name of cookieNames.slice(0, Math.max(0, cookieNames.length - maxVisits + 1)))
    response.clearCookie(name, options);
  response.cookie(`${prefix}${handleOf(token)}`, token, { ...options, maxAge });
}

/**
 * The browser's token for a handle. Of two different ones, one was planted, by a neighbour under the same domain for
 * example: neither counts; nor does one that belongs to another visit.
 */
export function tokenFromCookie(request: Request, publicUrl: string, handle: string): string | undefined {
  const name = `${shapeOf(publicUrl).prefix}${handle}`;
  const [token, ...others] = new Set(cookiesOf(request).flatMap(([each, value]) => (each === name ? [value] : [])));
  return others.length === 0 && token !== undefined && isToken(token) && handleOf(token) === handle ? token : undefined;
}
