import { html, type Html, type Language } from '../../web/index.js';
import { launchTexts } from './texts.js';

/**
 * The offer to begin the same login in a window of its own, where our cookies are first-party.
 * @param initiation the login's parameters, as query text
 */
export function windowOffer(language: Language, initiation: string, hidden: boolean): Html {
  const text = launchTexts(language);
  const href = `login?${initiation}`;
  const offer = html`<h1>${text('window.title')}</h1>
    <p>${text('window.text')}</p>
    <p class="actions"><a class="button" href="${href}" target="_blank" rel="noopener">${text('window.open')}</a></p>
    <p><small>${text('window.hint')}</small></p>`;
  return hidden
    ? html`<div class="card" id="window" hidden>${offer}</div>`
    : html`<div class="card" id="window">${offer}</div>`;
}

/** Advice for a window of its own that may not store anything either. */
export function storageAdvice(language: Language, publicUrl: string): Html {
  const text = launchTexts(language);
  return html`<div class="card" id="blocked" hidden>
    <h1>${text('blocked.title')}</h1>
    <p>${text('blocked.text', { host: new URL(publicUrl).host })}</p>
    <p>${text('blocked.again')}</p>
  </div>`;
}
