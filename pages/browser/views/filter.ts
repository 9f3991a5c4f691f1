import { accountOfKey, type AgentKey } from '../../../lrs/index.js';
import { html, type Html, type Language, raw } from '../../../web/index.js';
import { type BrowserQuery, type Field, fields, type QueryProblem, queryText } from '../query.js';
import { pageTexts } from '../texts/pages.js';
import { knownVerb, type KnownVerb, knownVerbs, verbTexts } from '../texts/verbs.js';

/** Data of the filter form. */
export interface FilterView {
  readonly language: Language;
  readonly base: string;
  readonly query: BrowserQuery;
  readonly problems: readonly QueryProblem[];
}

function personText(key: string): string {
  const account = accountOfKey(key);
  return account === undefined ? key : `${account.name} (${account.homePage})`;
}

function shown(field: Field, value: string, language: Language): string {
  if (field === 'person' && /^account:\[/.test(value)) return personText(value);
  if (field === 'verb') {
    const name = knownVerb(value);
    return name === undefined ? value : verbTexts(language)(name);
  }
  return field === 'from' || field === 'until' ? value.replace('T', ' ') : value;
}

function textField(field: Field, type: 'text' | 'datetime-local', { language, query }: FilterView): Html {
  const text = pageTexts(language);
  const hint = field === 'person' || field === 'activity' || field === 'course' ? text(`${field}.hint`) : undefined;
  return html`<div class="field">
    <label for="${field}">${text(field)}</label>
    <input
      type="${type}"
      id="${field}"
      name="${field}"
      value="${query[field] ?? ''}"
      ${hint !== undefined && html` aria-describedby="${field}-hint"`}
      autocapitalize="off"
      autocomplete="off"
      spellcheck="false"
    />
    ${hint !== undefined && html`<small id="${field}-hint">${hint}</small>`}
  </div>`;
}

function verbField({ language, query }: FilterView): Html {
  const text = pageTexts(language);
  const names = verbTexts(language);
  const requested = query.verb === undefined ? undefined : (knownVerb(query.verb) ?? query.verb);
  const foreign = requested !== undefined && !Object.hasOwn(knownVerbs, requested);
  const options = (Object.keys(knownVerbs) as KnownVerb[])
    .map((name) => [name, names(name)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, language));
  const option = (value: string, label: string): Html =>
    html`<option value="${value}" ${value === requested && raw(' selected')}>${label}</option>`;
  return html`<div class="field">
    <label for="verb">${text('verb')}</label>
    <select id="verb" name="verb">
      <option value="">${text('verb.any')}</option>
      ${foreign && option(requested, requested)} ${options.map(([name, label]) => option(name, label))}
    </select>
  </div>`;
}

function activeFilters({ language, base, query: { after: _, ...query } }: FilterView): Html {
  const text = pageTexts(language);
  const active = fields.filter((field) => query[field] !== undefined);
  if (active.length === 0) return html``;
  const links = active.map((field) => {
    const { [field]: value, ...others } = query;
    const label = shown(field, value!, language);
    return html`<li>
      <a
        class="tag"
        href="${base}?${queryText(others, { language })}"
        aria-label="${text('remove', { field: text(field), value: label })}"
        ><span>${text(field)}: ${label}</span> <span aria-hidden="true">×</span></a
      >
    </li>`;
  });
  return html`<div class="active-filters">
    <p id="active">${text('active')}</p>
    <ul aria-labelledby="active">
      ${links}
    </ul>
    <a href="${base}?language=${language}">${text('reset')}</a>
  </div>`;
}

function problemNotice(problem: QueryProblem, { language, base, query: { after: _, ...query } }: FilterView): Html {
  const text = pageTexts(language);
  const choices =
    problem.kind !== 'several-people'
      ? undefined
      : problem.keys.map(
          (key: AgentKey) =>
            html`<li>
              <a href="${base}?${queryText({ ...query, person: key }, { language })}">${personText(key)}</a>
            </li>`,
        );
  return html`<div class="notice warm" role="alert">
    <p>${text(`problem.${problem.kind}`, { field: text(problem.field), value: problem.value })}</p>
    ${
      choices !== undefined &&
      html`<ul>
        ${choices}
      </ul>`
    }
  </div>`;
}

/** The filter form, the active filters, and the problems of the query. */
export function filterForm(view: FilterView): Html {
  const { language, base, problems } = view;
  const text = pageTexts(language);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return html`${problems.map((problem) => problemNotice(problem, view))}
    <details class="filters more" ${problems.length > 0 && raw(' open')}>
      <summary>${text('filter')}</summary>
      <form method="get" action="${base}">
        <input type="hidden" name="language" value="${language}" />
        <div class="filter-fields">
          ${textField('person', 'text', view)} ${verbField(view)} ${textField('activity', 'text', view)}
          ${textField('course', 'text', view)} ${textField('from', 'datetime-local', view)}
          ${textField('until', 'datetime-local', view)}
        </div>
        <p><small>${text('zone', { zone: timeZone })}</small></p>
        <button class="button" type="submit">${text('apply')}</button>
      </form>
    </details>
    ${activeFilters(view)}`;
}
