import type { CatalogueEntry } from '../../h5p-content/index.js';
import { html, page, type Html, type Language } from '../../lrs/web/index.js';
import { pickerTexts } from './texts.js';

/** What the picker shows. */
export interface PickerView {
  readonly language: Language;
  readonly contents: readonly CatalogueEntry[];
  readonly multiple: boolean;
  /** Goes along with the form. */
  readonly launch: string;
}

/** The value of the matrix's field; a content's is `content:` and its id. */
export const matrixChoice = 'page:matrix';

export function contentChoice(id: string): string {
  return `content:${id}`;
}

function entry({ language, multiple }: PickerView, content: CatalogueEntry): Html {
  const text = pickerTexts(language);
  const id = `pick-${content.id}`;
  const translated = content.translations[language];
  const { title, summary } = translated ?? content;
  const written = translated === undefined ? content.language : language;
  const tags = content.competencies.map(({ code, level }) => text('competency', { code, level }));
  const searchable = [title, summary, text(content.kind), ...tags].join(' ');
  return html`<li class="card" data-search="${searchable}">
<label for="${id}"><input type="${multiple ? 'checkbox' : 'radio'}" name="item" id="${id}" value="${contentChoice(content.id)}"> <strong lang="${written}">${title}</strong></label>
<p lang="${written}">${summary}</p>
<p><span class="tag">${text(content.kind)}</span> <span class="tag">${text('minutes', { count: content.minutes })}</span> ${tags.map((tag) => html`<span class="tag">${tag}</span> `)}</p>
</li>`;
}

/** The picker. Without scripts the whole list is there; with them a search field narrows it down. */
export function pickerPage(view: PickerView): string {
  const text = pickerTexts(view.language);
  const list = view.contents.length === 0
    ? html`<p class="notice">${text('none')}</p>`
    : html`<div class="field" id="search-field" hidden><label for="search">${text('search')}</label><input type="search" id="search" autocomplete="off"></div>
<ul class="cards" id="contents">${view.contents.map((content) => entry(view, content))}</ul>
<p class="notice" id="nothing-found" role="status" hidden>${text('nothing-found')}</p>`;
  return page({
    language: view.language, title: text('title'), embedded: true, scripts: ['/assets/content-picker.js'],
    body: html`<h1>${text('title')}</h1>
<p class="lead">${text(view.multiple ? 'lead.many' : 'lead.one')}</p>
<form method="post" action="/lti/deep-link">
<input type="hidden" name="launch" value="${view.launch}">
<fieldset><legend><h2>${text('contents')}</h2></legend>
${list}
</fieldset>
<fieldset><legend><h2>${text('pages')}</h2></legend>
<ul class="cards"><li class="card">
<label for="pick-matrix"><input type="${view.multiple ? 'checkbox' : 'radio'}" name="item" id="pick-matrix" value="${matrixChoice}"> <strong>${text('matrix.title')}</strong></label>
<p>${text('matrix.text')}</p>
</li></ul>
</fieldset>
<p class="actions"><button class="button" type="submit">${text('add')}</button></p>
</form>`,
  });
}

/** What somebody sees who sent the form without a choice. */
export function emptyChoicePage(language: Language, launch: string): string {
  const text = pickerTexts(language);
  return page({
    language, title: text('empty.title'), embedded: true, width: 'narrow',
    body: html`<div class="card" role="alert"><h1>${text('empty.title')}</h1><p>${text('empty.text')}</p>
<p class="actions"><a class="button" href="/lti/deep-link?launch=${encodeURIComponent(launch)}">${text('back')}</a></p></div>`,
  });
}
