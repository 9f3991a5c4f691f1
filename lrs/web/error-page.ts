import type { ErrorCode, LotseError } from '../base/index.js';
import { errorTexts } from './error-texts.js';
import { html } from './html.js';
import type { Language } from './language.js';
import { page } from './layout.js';

const written = new Set<ErrorCode>([
  'invalid-login', 'no-end-user', 'invalid-launch', 'login-required', 'unknown-platform', 'session-lost', 'unknown-content', 'forbidden', 'not-found',
  'too-many-requests', 'platform-unreachable', 'store-unavailable', 'internal',
]);

/**
 * The page for an error: what happened and what to do, in the reader's language, with the request id that the
 * log line bears. The error's own message is for machines and is not shown.
 */
export function errorPage(error: LotseError, requestId: string, language: Language): string {
  const text = errorTexts(language);
  const code = written.has(error.code) ? (error.code as 'internal') : 'default';
  const title = text(`${code}.title`);
  return page({
    language, title, width: 'narrow',
    body: html`<div class="card" role="alert">
<h1>${title}</h1>
<p>${text(`${code}.text`)}</p>
<p><small>${text('request', { id: requestId })}</small></p>
</div>`,
  });
}
