import express, { type Request, type RequestHandler, type Response } from 'express';
import { LotseError } from '../../base/index.js';
import { html, isFromOwnPage, type Language, sendInterstitialPage } from '../../web/index.js';
import { visitPageTexts } from './texts.js';
import { isToken } from './visit-cookie.js';

/** The form field with the token if the browser keeps no cookie. */
export const tokenField = 'visit-token';

/** Tokens of requests that open a page. */
const resumed = new WeakMap<Request, string>();

/**
 * True if our own page has sent this: what comes from elsewhere, or does not say where from, could be somebody's own
 * visit that they put into another's browser.
 */
function isOurs(request: Request, publicUrl: string): boolean {
  return request.get('sec-fetch-site') === 'same-origin' || isFromOwnPage(request, publicUrl);
}

/**
 * Opens pages for browsers that keep no cookie of ours, e.g. in an LMS's frame: our own page posts the token as
 * `text/plain` to the page's address, which is then answered as if it had been asked for by GET. To be mounted before
 * the pages.
 */
export function resumeVisits(publicUrl: string): RequestHandler {
  const read = express.text({ type: 'text/plain', limit: '1kb' });
  return (request, response, next) => {
    if (request.method !== 'POST' || request.is('text/plain') === false) return next();
    read(request, response, (caught: unknown) => {
      if (caught !== undefined) return next(caught);
      const body: unknown = request.body;
      const [, token] = typeof body === 'string' ? (/^visit-token=([\w-]+)\s*$/.exec(body) ?? []) : [];
      if (token === undefined || !isToken(token)) return next();
      if (!isOurs(request, publicUrl))
        return next(new LotseError('forbidden', 'This page was not opened by a page of this server.'));
      request.method = 'GET';
      request.body = undefined;
      resumed.set(request, token);
      next();
    });
  };
}

/** True if a request opens a page with the token that our own page has posted. */
export function isResumed(request: Request): boolean {
  return resumed.has(request);
}

/** The token that our own page has sent with a request: to open a page, or with one of its forms. */
export function carriedTokenOf(request: Request, publicUrl: string): string | undefined {
  const token = resumed.get(request);
  if (token !== undefined) return token;
  const body: unknown = request.body;
  const posted =
    typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[tokenField] : undefined;
  return typeof posted === 'string' && isToken(posted) && isOurs(request, publicUrl) ? posted : undefined;
}

const script = `(function () { document.getElementById('form').submit(); })();`;

/** Redirects the browser to a page, with the token in the body of its request. */
export function sendCarryingPage(
  response: Response,
  { language, address, token }: { readonly language: Language; readonly address: string; readonly token: string },
): void {
  const text = visitPageTexts(language);
  sendInterstitialPage(response, {
    language,
    title: text('opening.title'),
    script,
    data: null,
    formAction: "'self'",
    tellsOrigin: true,
    body: html`<div class="card">
      <h1>${text('opening.title')}</h1>
      <form id="form" method="post" enctype="text/plain" action="${address}">
        <input type="hidden" name="${tokenField}" value="${token}" />
        <p class="actions"><button class="button" type="submit">${text('opening.continue')}</button></p>
      </form>
    </div>`,
  });
}
