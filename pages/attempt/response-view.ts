import { html, type Html, type Language, formatNumber } from '../../web/index.js';
import type { Response } from './responses.js';
import type { AttemptTexts } from './texts.js';

/** Options for rendering a response. */
export interface ResponseView {
  readonly language: Language;
  readonly text: AttemptTexts;
  /** Language of the content and its texts. */
  readonly written: string;
}

function rangeText({ from, to }: Extract<Response, { kind: 'range' }>, { text, language }: ResponseView): string {
  const [low, high] = [from, to].map((end) => (end === undefined ? undefined : formatNumber(end, language)));
  if (low === undefined || high === undefined)
    return low !== undefined ? text('from', { from: low }) : high !== undefined ? text('to', { to: high }) : '';
  return low === high ? low : text('between', { from: low, to: high });
}

function list(entries: readonly Html[], ordered: boolean): Html {
  if (entries.length === 1) return html`<p>${entries[0]}</p>`;
  const items = entries.map((entry) => html`<li>${entry}</li>`);
  return ordered
    ? html`<ol>
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
}

/** A response, or a solution, for people to read. */
export function responseView(response: Response, view: ResponseView): Html {
  const { text, written } = view;
  const own = (words: string): Html => html`<span lang="${written}">${words}</span>`;
  switch (response.kind) {
    case 'options':
      return list(response.options.map(own), response.ordered);
    case 'pairs':
      return list(
        response.pairs.map(([left, right]) => html`${own(left)} → ${own(right)}`),
        false,
      );
    case 'gaps':
      return list(
        response.words.map((word) => (word === '' ? html`${text('emptyGap')}` : own(word))),
        true,
      );
    case 'text':
      return html`<p>${own(response.text)}</p>`;
    case 'truth':
      return html`<p>${text(response.truth ? 'true' : 'false')}</p>`;
    case 'range':
      return html`<p>${rangeText(response, view)}</p>`;
    case 'nothing':
      return html`<p class="quiet">${text('nothing')}</p>`;
    case 'unrecorded':
      return html`<p class="quiet">${text('unrecorded')}</p>`;
    case 'unreadable':
      return html`<p class="quiet">${text('unreadable', { text: response.text })}</p>`;
  }
}

/** The same in one line, for an overview. */
export function responseLine(response: Response, view: ResponseView): string {
  switch (response.kind) {
    case 'options':
      return response.options.join(' · ');
    case 'pairs':
      return response.pairs.map(([left, right]) => `${left} → ${right}`).join(' · ');
    case 'gaps':
      return response.words.join(' · ');
    case 'text':
      return response.text;
    case 'truth':
      return view.text(response.truth ? 'true' : 'false');
    case 'range':
      return rangeText(response, view);
    case 'nothing':
      return view.text('nothing');
    case 'unrecorded':
      return view.text('unrecorded');
    case 'unreadable':
      return view.text('unreadable', { text: response.text });
  }
}
