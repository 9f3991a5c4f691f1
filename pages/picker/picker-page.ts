import type { Frameworks } from '../../competency/index.js';
import { html, type Html, jsonScript, type Language, renderPage, type PageScript, raw } from '../../web/index.js';
import { competencyTags } from './competency-tags.js';
import type { Placeable } from './placeables.js';
import { maxChosenItems, type PickerQuery } from './query.js';
import type { SearchResult } from './search.js';
import { selectionList } from './selection-view.js';
import { pickerTexts, announcementKeys } from './texts.js';

/** A notice above the list. */
export type PickerNotice =
  { readonly kind: 'empty' | 'preview-gone' | 'too-many' } | { readonly kind: 'gone'; readonly count: number };

/** Data of the picker. */
export interface PickerView {
  readonly language: Language;
  /** Submitted with the form. */
  readonly visit: string;
  readonly scripts: readonly PageScript[];
  readonly query: PickerQuery;
  readonly found: SearchResult;
  /** True if the organisation has any contents. */
  readonly hasContents: boolean;
  readonly pages: readonly Placeable[];
  /** The chosen items, in order. */
  readonly chosen: readonly Placeable[];
  readonly frameworks: Frameworks;
  readonly multiple: boolean;
  /** True if the LMS places the chosen items without asking again; `undefined` if it does not say. */
  readonly autoCreate: boolean | undefined;
  /** The LMS's own text. */
  readonly promptLines: readonly string[];
  readonly notice?: PickerNotice;
}

function entry(
  view: PickerView,
  { value, kind, title, summary, written, minutes, competencies, content }: Placeable,
): Html {
  const { language, multiple, frameworks, query } = view;
  const text = pickerTexts(language);
  const id = `pick-${value.replaceAll(/[^\w-]/g, (character) => `_${character.codePointAt(0)}`)}`;
  return html`<li class="card">
    <input type="hidden" name="shown" value="${value}" />
    <label for="${id}"
      ><input
        type="${multiple ? 'checkbox' : 'radio'}"
        name="pick"
        id="${id}"
        value="${value}"
        ${query.chosen.includes(value) && raw(' checked')}
        data-title="${title}"
        data-written="${written}"
      />
      <strong lang="${written}">${title}</strong></label
    >
    <p lang="${written}">${summary}</p>
    <p class="tags">
      <span class="tag">${text(kind)}</span
      >${minutes !== undefined && html` <span class="tag">${text('minutes', { count: minutes })}</span>`}${competencyTags(competencies, frameworks, language).map((tag) => html` <span class="tag">${tag}</span>`)}
    </p>
    ${content !== undefined && html`<p class="look"><button class="button quiet small" type="submit" name="preview" value="${content.id}" aria-label="${text('look.label', { title })}">${text('look')}</button></p>`}
  </li>`;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function choice(
  name: 'area' | 'level' | 'kind',
  label: string,
  all: string,
  options: readonly Option[],
  chosen: string,
): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      <option value="">${all}</option>
      ${options.map(({ value, label: shown }) => html`<option value="${value}" ${value === chosen && raw(' selected')}>${shown}</option>`)}
    </select>
  </div>`;
}

/** The search form, with the filters behind a disclosure: in an LMS's low frame the first units must be in sight. */
function filterFields({ language, frameworks, query }: PickerView): Html {
  const text = pickerTexts(language);
  const areas = frameworks
    .list()
    .flatMap(({ groups }) => groups.map(({ code, name }) => ({ value: code, label: `${code} ${name[language]}` })));
  const narrowed = [query.area, query.level, query.kind].some((each) => each !== '');
  return html`<fieldset>
    <legend class="visually-hidden">${text('filter')}</legend>
    <div class="search">
      <div class="field">
        <label for="search">${text('search')}</label
        ><input type="search" id="search" name="search" value="${query.search}" maxlength="200" autocomplete="off" />
      </div>
      <button class="button quiet small" type="submit" id="find" name="find" value="1">${text('find')}</button>
    </div>
    <details class="more" ${narrowed && raw(' open')}>
      <summary>${text('narrow')}</summary>
      <div class="filter-fields">
        ${choice('area', text('area'), text('area.all'), areas, query.area)}
        ${choice(
          'level',
          text('level'),
          text('level.all'),
          [1, 2, 3, 4].map((level) => ({ value: String(level), label: text('level.one', { level }) })),
          query.level,
        )}
        ${choice(
          'kind',
          text('kind'),
          text('kind.all'),
          (['unit', 'case'] as const).map((kind) => ({ value: kind, label: text(kind) })),
          query.kind,
        )}
      </div>
    </details>
  </fieldset>`;
}

function pager({ language, found: { page: number, pages } }: PickerView): Html {
  if (pages === 1) return html``;
  const text = pickerTexts(language);
  const turn = (to: number, label: string): Html =>
    html`<button class="button quiet small" type="submit" name="turn" value="${to}">${label}</button>`;
  return html`<nav aria-label="${text('page.label')}" class="actions pager">
    ${number > 1 && turn(number - 1, text('page.back'))}
    <span>${text('page.number', { page: number, pages })}</span>${number < pages && turn(number + 1, text('page.next'))}
  </nav>`;
}

/** The part of the page that changes during typing. */
function results(view: PickerView): Html {
  const { language, found } = view;
  const text = pickerTexts(language);
  return html`<div id="results">
    <p id="found" role="status">${found.total === 0 ? text('nothing-found') : text('found', { count: found.total })}</p>
    <input type="hidden" name="page" value="${found.page}" />
    <ul class="cards picks" aria-label="${text('contents')}">
      ${found.shown.map((each) => entry(view, each))}
    </ul>
    ${pager(view)}
  </div>`;
}

function noticeText({ language, notice }: PickerView): string | undefined {
  const text = pickerTexts(language);
  if (notice === undefined) return undefined;
  return notice.kind === 'gone'
    ? text('notice.gone', { count: notice.count })
    : text(`notice.${notice.kind}`, { count: maxChosenItems });
}

/** The picker. Everything works by submitting the form; the script saves the round trips. */
export function renderPickerPage(view: PickerView): string {
  const { language, chosen, autoCreate, promptLines } = view;
  const text = pickerTexts(language);
  const notice = noticeText(view);
  const announcements = Object.fromEntries(
    announcementKeys.map((key) => [key, text(key, { title: '{title}', place: '{place}' })]),
  );
  const count = html`<p id="count" class="count" role="status">${text('chosen', { count: chosen.length })}</p>`;
  return renderPage({
    language,
    title: text('title'),
    embedded: true,
    scripts: [...view.scripts, '/assets/content-picker.js'],
    body: html`<div class="picking">
        <h1>${text('title')}</h1>
        ${promptLines.length > 0 && html`<p class="asked"><strong>${text('asked')}</strong> ${promptLines.join(' – ')}</p>`}
        <p class="lead">${text(view.multiple ? 'lead.many' : 'lead.one')}</p>
      </div>
      ${notice !== undefined && html`<div class="notice warm" role="alert"><p>${notice}</p></div>`}
      <form method="get" action="/lti/deep-link" id="picker" class="picker">
        <input type="hidden" name="visit" value="${view.visit}" />
        ${view.query.language !== undefined && html`<input type="hidden" name="language" value="${view.query.language}" />`}
        ${
          view.hasContents
            ? html`${filterFields(view)}
                <h2 class="first">${text('contents')}</h2>
                ${results(view)}`
            : html`<p class="notice">${text('none')}</p>`
        }
        <h2>${text('pages')}</h2>
        <ul class="cards picks" aria-label="${text('pages')}">
          ${view.pages.map((each) => entry(view, each))}
        </ul>
        ${selectionList(view)}
        <p><small>${text(autoCreate === true ? 'add.auto' : 'add.later')}</small></p>
        <div class="actions bar">
          ${count}
          <button class="button" type="submit" formmethod="post">${text('add')}</button>
          <button class="button quiet" type="submit" formmethod="post" formaction="/lti/deep-link/cancel">
            ${text('cancel')}
          </button>
        </div>
      </form>
      ${jsonScript('picker-data', { multiple: view.multiple, announcements, counts: [0, 1, 2].map((each) => text('chosen', { count: each })) })}`,
  });
}
