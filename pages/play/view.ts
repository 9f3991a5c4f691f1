import type { CatalogueEntry, PlayModel } from '../../h5p-content/index.js';
import { html, jsonScript, type Language, type NavigationLink, renderPage, raw } from '../../web/index.js';
import type { PageFrame } from '../shared/index.js';
import { playTexts } from './texts.js';

/** Data of the page around a unit. */
export interface PlayView {
  readonly language: Language;
  readonly model: PlayModel;
  readonly entry: CatalogueEntry | undefined;
  /** The tagged competencies as people read them. */
  readonly competencies: readonly string[];
  readonly trainer: boolean;
  readonly navigation: readonly NavigationLink[];
  readonly frame: PageFrame;
  readonly startOver: string;
  readonly matrix: string;
  /** Answers and solutions. */
  readonly answers: string;
}

/** The unit in its frame: as little as possible around it. */
export function renderPlayPage(view: PlayView): string {
  const { language, model, entry } = view;
  const text = playTexts(language);
  return renderPage({
    language,
    title: model.title,
    embedded: view.frame.embedded,
    width: 'narrow',
    navigation: view.navigation,
    styles: model.styles,
    scripts: [...view.frame.scripts, ...model.scripts],
    body: html`<h1 class="visually-hidden" lang="${model.language}">${model.title}</h1>
      ${view.trainer && html`<p class="notice">${text('preview')}</p>`}
      <noscript><p class="notice warm">${text('script')}</p></noscript>
      <div class="player" lang="${model.language}">${raw(model.contentHtml)}</div>
      <p id="play-status" class="play-status" role="status">${text('loading')}</p>
      <p>
        ${text('finished')} <a href="${view.matrix}">${text('toMatrix')}</a> ${text('or')}
        <a href="${view.answers}">${text('toAnswers')}</a>
      </p>
      <details class="more no-print">
        <summary>${text('options')}</summary>
        ${
          entry !== undefined &&
          html`<p>${entry.summary}</p>
            <p>
              ${text('minutes', { count: entry.minutes })}${view.competencies.length > 0 && html` · ${text('counts')} ${view.competencies.map((each) => html`<span class="tag">${each}</span> `)}`}
            </p>`
        }
        <form method="post" action="${view.startOver}">
          <p>${text('againHint')}</p>
          <button class="button small quiet">${text('again')}</button>
        </form>
      </details>
      ${jsonScript('play-data', model.integration)}`,
  });
}
