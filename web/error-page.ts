import type { ErrorCode, LotseError } from '../base/index.js';
import { errorTexts } from './error-texts.js';
import { html, type Html, type HtmlValue } from './html.js';
import type { Language } from './language.js';
import { renderPage, type PageScript } from './layout.js';

const written = new Set<ErrorCode>([
  'invalid-login',
  'no-end-user',
  'invalid-launch',
  'login-required',
  'unknown-platform',
  'ambiguous-platform',
  'platform-inactive',
  'session-lost',
  'unknown-content',
  'nothing-chosen',
  'forbidden',
  'not-found',
  'too-many-requests',
  'platform-unreachable',
  'store-unavailable',
  'internal',
]);

const keyOf = (error: LotseError): 'internal' => (written.has(error.code) ? error.code : 'default') as 'internal';

/** A short title for an error. */
export function errorTitle(error: LotseError, language: Language): string {
  return errorTexts(language)(`${keyOf(error)}.title`);
}

/** The reference by which the log's line about a request is found. */
export function requestLine(requestId: string, language: Language): Html {
  return html`<p><small>${errorTexts(language)('request', { id: requestId })}</small></p>`;
}

/** An action on an error page. */
export interface PageAction {
  readonly href: string;
  readonly label: string;
}

/** Actions as buttons, the best one first; nothing if there is none. */
export function actionButtons(actions: readonly PageAction[]): HtmlValue {
  return (
    actions.length > 0 &&
    html`<p class="actions">
      ${actions.map(({ href, label }, index) => html`<a class="button${index === 0 ? '' : ' quiet'}" href="${href}">${label}</a> `)}
    </p>`
  );
}

/**
 * The page for an error: what happened and what to do, in the reader's language, with the request id that the
 * log line bears. The error's own message is for machines and is not shown.
 * @param more what else helps: advice, a way on
 */
export function renderErrorPage(
  error: LotseError,
  requestId: string,
  language: Language,
  more?: HtmlValue,
  scripts: readonly PageScript[] = [],
): string {
  const text = errorTexts(language);
  const title = errorTitle(error, language);
  return renderPage({
    language,
    title,
    width: 'narrow',
    scripts,
    body: html`<div class="card" role="alert">
      <h1>${title}</h1>
      <p>${text(`${keyOf(error)}.text`)}</p>
      ${more} ${requestLine(requestId, language)}
    </div>`,
  });
}
