import { html } from '../../../web/index.js';
import { type Language, texts } from '../texts.js';
import { layout } from './layout.js';

/** An error page with one sentence and a link back. */
export function errorPage(language: Language, sentence: string, requestId: string): string {
  const t = texts[language];
  return layout(
    { language, title: t.errorTitle },
    html` <h1>${t.errorTitle}</h1>
      <p class="lead">${sentence}</p>
      <p class="quiet">${t.requestId}: <code>${requestId}</code></p>
      <p><a class="button" href="/" target="_top">${t.backToCourse}</a></p>`,
  );
}
