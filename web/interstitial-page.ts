import type { Response } from 'express';
import { newSecret } from '../base/index.js';
import { html, type HtmlValue, jsonScript, raw } from './html.js';
import type { Language } from './language.js';

/** An interstitial page between two sites. */
export interface InterstitialPage {
  readonly language: Language;
  readonly title: string;
  /** Shown to people if they have to do something. */
  readonly body: HtmlValue;
  /** Our own script; runs at once, without waiting for anything else to load. */
  readonly script: string;
  /** Data for the script, in the element `data`. */
  readonly data: unknown;
  readonly status?: number;
  /** The targets of its forms (CSP); none unless given. */
  readonly formAction?: string;
  /** True if its forms send us a `Referrer-Policy` origin; other sites never get one. */
  readonly tellsOrigin?: boolean;
  /** Origins that may frame it (CSP); any unless given, see `sendInterstitialPage`. */
  readonly frameAncestors?: string;
}

/**
 * Sends a page that runs one script of ours and nothing else. During the handshake it may be in any frame: at this
 * point it is not certain which LMS it belongs to, and there is nothing on it that a click could be stolen for.
 */
export function sendInterstitialPage(
  response: Response,
  {
    language,
    title,
    body,
    script,
    data,
    status = 200,
    formAction = "'none'",
    tellsOrigin = false,
    frameAncestors = '*',
  }: InterstitialPage,
): void {
  const nonce = newSecret(16);
  response.status(status);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', tellsOrigin ? 'same-origin' : 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action ${formAction}; frame-ancestors ${frameAncestors}`,
  );
  response.type('html').send(
    html`${raw('<!doctype html>')}
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} – Lotse</title>
        </head>
        <body class="embedded">
          <main id="main" class="narrow" tabindex="-1">${body}</main>
          ${jsonScript('data', data)}
          <script nonce="${nonce}">
            ${raw(script)};
          </script>
          <link rel="stylesheet" href="/assets/lotse.css" />
        </body>
      </html> `.text,
  );
}
