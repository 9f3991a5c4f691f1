import { signOutForm } from '../../people/index.js';
import { html, type Html, type HtmlValue, type Language, renderPage } from '../../web/index.js';
import { adminBase, adminNavigation } from '../admin/index.js';
import { platformsTexts } from './texts.js';

/** The base of these pages. */
export const address = `${adminBase}/platforms`;

/** A page of this family. */
export function framed(
  language: Language,
  {
    title,
    lead,
    body,
    here = address,
    scripts = [],
  }: {
    readonly title: string;
    readonly lead?: string;
    readonly body: HtmlValue;
    readonly here?: string;
    readonly scripts?: readonly string[];
  },
): string {
  const other = language === 'de' ? 'en' : 'de';
  return renderPage({
    language,
    title,
    scripts,
    home: `${address}?language=${language}`,
    navigation: adminNavigation(language, 'platforms'),
    otherLanguages: [{ language: other, href: `${here}${here.includes('?') ? '&' : '?'}language=${other}` }],
    body: html`<div class="browser-head">
        <div>
          <h1>${title}</h1>
          ${lead !== undefined && html`<p class="lead">${lead}</p>`}
        </div>
        ${signOutForm(adminBase, language)}
      </div>
      ${body}`,
  });
}

/** A value to copy: read-only, to be selected by hand or copied by the button that the script adds. */
export function copyField(language: Language, id: string, label: string, value: string): Html {
  const text = platformsTexts(language);
  return html`<div class="field copy-field">
    <label for="${id}">${label}</label>
    <div class="copy">
      <input
        type="text"
        id="${id}"
        value="${value}"
        readonly
        data-copy="${text('copy')}"
        data-copied="${text('copied')}"
        data-label="${text('copy.label', { label })}"
      />
    </div>
  </div>`;
}

export const copyScript = '/assets/copy-values.js';

/** The language is submitted with every form. */
export function languageField(language: Language): Html {
  return html`<input type="hidden" name="language" value="${language}" />`;
}

export function backLink(language: Language): Html {
  return html`<a class="button quiet" href="${address}?language=${language}">${platformsTexts(language)('back')}</a>`;
}
