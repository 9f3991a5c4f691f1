import { html, type Language, renderPage } from '../../web/index.js';
import { startTexts } from './texts.js';

/** Data of the start page. */
export interface StartView {
  readonly language: Language;
  readonly publicUrl: string;
  /** Address of the demo LMS; `undefined` if it is off. */
  readonly demoUrl: string | undefined;
}

/** The page at `/`: what Lotse is, and the way into the demo. */
export function renderStartPage({ language, publicUrl, demoUrl }: StartView): string {
  const text = startTexts(language);
  const other = language === 'de' ? 'en' : 'de';
  return renderPage({
    language,
    title: text('title'),
    home: '/',
    otherLanguages: [{ language: other, href: `/?language=${other}` }],
    body: html`<h1>${text('title')}</h1>
      <p class="lead">${text('lead')}</p>
      ${
        demoUrl === undefined
          ? html`<p>${text('noDemo')}</p>`
          : html`<section aria-labelledby="demo" class="card">
              <h2 id="demo">${text('demoTitle')}</h2>
              <ol class="steps">
                <li>
                  <div><p>${text('demoStep1')}</p></div>
                </li>
                <li>
                  <div><p>${text('demoStep2')}</p></div>
                </li>
                <li>
                  <div><p>${text('demoStep3')}</p></div>
                </li>
              </ol>
              <p class="actions"><a class="button" href="${demoUrl}/?language=${language}">${text('openDemo')}</a></p>
            </section>`
      }
      <section aria-labelledby="administration">
        <h2 id="administration">${text('administration')}</h2>
        <p>${text('lrs')} <code>${publicUrl}/xapi/</code>. ${text('credential')}</p>
        <pre class="command"><code>npx lotse credential create --organisation demo --scope all</code></pre>
        <p>
          ${text('browser')} <a href="/browser?language=${language}"><code>/browser</code></a
          >.
        </p>
        <p>
          ${text('health')} <a href="/readyz"><code>/readyz</code></a
          >.
        </p>
      </section>`,
  });
}
