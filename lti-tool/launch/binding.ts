import type { Request, Response } from 'express';
import { hashOfSecret } from '../../lrs/base/index.js';

/** Seconds from the LMS's login to its launch; the id_token itself lives far shorter. */
export const loginSeconds = 600;

/** Under which name a browser keeps the binding of a login, as cookie and in localStorage; it does not betray the state. */
export function bindingName(state: string): string {
  return `lotse_login_${hashOfSecret(`name of ${state}`).slice(0, 16)}`;
}

function cookiePath(publicUrl: string): string {
  return `${new URL(publicUrl).pathname.replace(/\/$/, '')}/lti`;
}

const attributes = (publicUrl: string) => ({ httpOnly: true, secure: true, sameSite: 'none', partitioned: true, path: cookiePath(publicUrl) }) as const;

/** Gives the binding to the browser: a cookie that also works in a frame where third-party cookies are blocked (CHIPS). */
export function setBindingCookie(response: Response, publicUrl: string, state: string, binding: string): void {
  response.cookie(bindingName(state), binding, { ...attributes(publicUrl), maxAge: loginSeconds * 1000 });
}

/** Takes it back once it has served. */
export function clearBindingCookie(response: Response, publicUrl: string, state: string): void {
  response.clearCookie(bindingName(state), attributes(publicUrl));
}

/** The binding that the browser holds as a cookie. */
export function bindingFromCookie(request: Request, state: string): string | undefined {
  const name = bindingName(state);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
