import type { Frameworks } from '../../competency/index.js';
import type { PlayModel } from '../../h5p-content/index.js';
import { html, jsonScript, type Language, renderPage, type PageScript, raw } from '../../web/index.js';
import { competencyTags } from './competency-tags.js';
import type { Placeable } from './placeables.js';
import { pickerTexts } from './texts.js';

/** Data of the preview of a content. */
export interface PreviewView {
  readonly language: Language;
  readonly placeable: Placeable;
  readonly model: PlayModel;
  readonly frameworks: Frameworks;
  readonly chosen: boolean;
  readonly scripts: readonly PageScript[];
  /** Back to the picker in its former state. */
  readonly back: string;
  /** The same, with this content selected. */
  readonly choose: string;
}

/** A content as learners see it, before it is placed. */
export function renderPreviewPage({
  language,
  placeable,
  model,
  frameworks,
  chosen,
  scripts,
  back,
  choose,
}: PreviewView): string {
  const text = pickerTexts(language);
  const { title, kind, minutes, competencies, written } = placeable;
  const ways = html`<p class="actions no-print">
    ${!chosen && html`<a class="button" href="${choose}">${text('preview.choose')}</a>`}<a
      class="button quiet"
      href="${back}"
      >${text('preview.back')}</a
    >
  </p>`;
  return renderPage({
    language,
    title: text('preview.title', { title }),
    embedded: true,
    width: 'narrow',
    styles: model.styles,
    scripts: [...scripts, ...model.scripts],
    body: html`<h1 lang="${written}">${title}</h1>
      <p class="tags">
        <span class="tag">${text(kind)}</span
        >${minutes !== undefined && html` <span class="tag">${text('minutes', { count: minutes })}</span>`}${competencyTags(competencies, frameworks, language).map((tag) => html` <span class="tag">${tag}</span>`)}
      </p>
      <p class="notice">${text('preview.lead')}${chosen && html` ${text('preview.chosen')}`}</p>
      ${ways}
      <noscript><p class="notice warm">${text('preview.script')}</p></noscript>
      <div class="player" lang="${model.language}">${raw(model.contentHtml)}</div>
      <p id="play-status" class="play-status" role="status"></p>
      ${jsonScript('play-data', model.integration)}`,
  });
}
