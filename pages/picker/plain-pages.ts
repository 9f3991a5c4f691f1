import { html, type Language, renderPage, type PageScript, requestLine } from '../../web/index.js';
import { pickerTexts } from './texts.js';

/** For an LMS that accepts no links in its request. */
export function unsupportedPage(language: Language, visit: string, scripts: readonly PageScript[]): string {
  const text = pickerTexts(language);
  return renderPage({
    language,
    title: text('unsupported.title'),
    embedded: true,
    width: 'narrow',
    scripts,
    body: html`<div class="card" role="alert">
      <h1>${text('unsupported.title')}</h1>
      <p>${text('unsupported.text')}</p>
      <form method="post" action="/lti/deep-link/cancel">
        <input type="hidden" name="visit" value="${visit}" />
        <p class="actions"><button class="button" type="submit">${text('back-to-lms')}</button></p>
      </form>
    </div>`,
  });
}

/** For a picker that stood open longer than its launch is good. @param requestId as in the log */
export function expiredPage(language: Language, requestId: string, scripts: readonly PageScript[]): string {
  const text = pickerTexts(language);
  return renderPage({
    language,
    title: text('expired.title'),
    embedded: true,
    width: 'narrow',
    scripts,
    body: html`<div class="card" role="alert">
      <h1>${text('expired.title')}</h1>
      <p>${text('expired.text')}</p>
      ${requestLine(requestId, language)}
    </div>`,
  });
}
