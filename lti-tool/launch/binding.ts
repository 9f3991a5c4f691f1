import type { CookieOptions, Request, Response } from 'express';
import { hashOfSecret, type Seconds } from '../../base/index.js';

/** Time from the LMS's login to its launch; the id_token itself lives far shorter. */
export const loginSeconds: Seconds = 600;

/** The name of a login's binding in the browser's localStorage; it does not reveal the state. */
export function bindingName(state: string): string {
  return `lotse_login_${hashOfSecret(`name of ${state}`).slice(0, 16)}`;
}

/**
 * The cookie of the binding: it also works in a frame where third-party cookies are blocked (CHIPS). Over https its
 * name has the prefix `__Host-`, so that no neighbour under the same domain can plant one; the prefix asks for the
 * path `/`.
 */
function cookieOf(publicUrl: string, state: string): { readonly name: string; readonly attributes: CookieOptions } {
  const { protocol, pathname } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const path = secure ? '/' : `${pathname.replace(/\/$/, '')}/lti`;
  return {
    name: `${secure ? '__Host-' : ''}${bindingName(state)}`,
    attributes: { httpOnly: true, secure: true, sameSite: 'none', partitioned: true, path },
  };
}

/** Stores the binding in the browser. */
export function setBindingCookie(response: Response, publicUrl: string, state: string, binding: string): void {
  const { name, attributes } = cookieOf(publicUrl, state);
  response.cookie(name, binding, { ...attributes, maxAge: loginSeconds * 1000 });
}

/** Removes it once it has served. */
export function clearBindingCookie(response: Response, publicUrl: string, state: string): void {
  const { name, attributes } = cookieOf(publicUrl, state);
  response.clearCookie(name, attributes);
}

/** The binding in the browser's cookie. */
export function bindingFromCookie(request: Request, publicUrl: string, state: string): string | undefined {
  const { name } = cookieOf(publicUrl, state);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
