import type { EpochMilliseconds } from '../../base/index.js';
import { type Grade, isHeld, type Platform, reasonText } from '../../lti-tool/index.js';
import { signOutForm } from '../../people/index.js';
import { html, type Html, type Language, formatMoment, formatNumber, renderPage, raw } from '../../web/index.js';
import { adminBase, adminNavigation } from '../admin/index.js';
import { type GradesQuery, gradesQueryText, stateFilters } from './query.js';
import { gradesTexts } from './texts.js';

/** A grade with the title of its unit. */
export interface GradeRow extends Grade {
  /** Missing if the content or its attempt no longer exists. */
  readonly title?: string;
}

/** Data of the page of the grade queue. */
export interface GradesView {
  readonly language: Language;
  /** Its name for people. */
  readonly organisation: string;
  readonly query: GradesQuery;
  readonly counts: Readonly<Record<Grade['state'], number>>;
  readonly grades: readonly GradeRow[];
  readonly more: boolean;
  readonly platforms: readonly Platform[];
  readonly now: EpochMilliseconds;
}

const address = `${adminBase}/grades`;

function filterForm({ language, query, platforms }: GradesView): Html {
  const text = gradesTexts(language);
  const option = (value: string, label: string, chosen: boolean): Html =>
    html`<option value="${value}" ${chosen && raw(' selected')}>${label}</option>`;
  return html`<form class="row" method="get" action="${address}">
    <input type="hidden" name="language" value="${language}" />
    <div class="field">
      <label for="state">${text('state')}</label
      ><select id="state" name="state">
        ${stateFilters.map((each) => option(each, each === 'open' || each === 'all' ? text(`state.${each}`) : text(each), each === query.state))}
      </select>
    </div>
    <div class="field">
      <label for="platform">${text('platform')}</label
      ><select id="platform" name="platform">
        ${option('', text('platform.all'), query.platform === undefined)}
        ${platforms.map(({ id, name }) => option(id, name, id === query.platform))}
      </select>
    </div>
    <button class="button quiet small" type="submit">${text('show')}</button>
  </form>`;
}

/** Fields that lead back to the current list after a form is submitted. */
function renderHiddenFields({ language, query: { state, platform } }: GradesView): Html {
  return html`<input type="hidden" name="language" value="${language}" /><input
      type="hidden"
      name="state"
      value="${state}"
    />${platform !== undefined && html`<input type="hidden" name="platform" value="${platform}" />`}`;
}

function unitOf({ title }: GradeRow, language: Language): string {
  const text = gradesTexts(language);
  return title === undefined ? text('unit.gone') : text('unit', { title });
}

function platformOf(id: string, platforms: readonly Platform[]): Platform | undefined {
  return platforms.find((each) => each.id === id);
}

function next({ state, nextTry, attempts, platform }: Grade, { language, now, platforms }: GradesView): Html {
  const text = gradesTexts(language);
  const when =
    Date.parse(nextTry) <= now ? text('next.now') : text('next', { moment: formatMoment(nextTry, language) });
  return html`${state === 'waiting' && !isHeld({ state }, platformOf(platform, platforms)) && html`<p>${when}${attempts > 0 && html` · ${text('tries', { count: attempts })}`}</p>`}`;
}

function item(grade: GradeRow, view: GradesView): Html {
  const { language, platforms } = view;
  const text = gradesTexts(language);
  const {
    id,
    state,
    subject,
    scoreGiven,
    scoreMaximum,
    gradingProgress,
    timestamp,
    platform,
    lineItem,
    statement,
    lastError,
  } = grade;
  const where = platformOf(platform, platforms);
  const reason = state === 'sent' ? undefined : reasonText(grade, language, where);
  const score =
    gradingProgress === 'FullyGraded'
      ? text('score', { given: formatNumber(scoreGiven, language), maximum: formatNumber(scoreMaximum, language) })
      : text('score.none');
  return html`<li>
    <div>
      <p>
        <span class="tag state-${state}">${text(state)}</span> <strong>${unitOf(grade, language)}</strong>,
        ${text('person', { subject })}: ${score}
      </p>
      <p class="quiet">
        ${where?.name ?? text('platform.gone')} · ${text('reached', { moment: formatMoment(timestamp, language) })}
      </p>
      ${reason !== undefined && html`<p>${reason}</p>`} ${next(grade, view)}
      <details class="more">
        <summary>${text('technical')}</summary>
        ${lastError !== undefined && html`<p><code>${lastError}</code></p>`}
        <p>${text('lineItem')}: <code>${lineItem}</code></p>
        <p>${text('statement')}: <code>${statement}</code></p>
      </details>
    </div>
    ${(state === 'failed' || state === 'declined') && html`<form method="post" action="${address}/replay">${renderHiddenFields(view)}<input type="hidden" name="id" value="${id}" /><button class="button quiet small" type="submit" aria-label="${text('replay.label', { unit: unitOf(grade, language), subject })}">${text('replay')}</button></form>`}
  </li>`;
}

function replayAll(view: GradesView): Html {
  const { counts, language, query } = view;
  // There are no counts for a single platform.
  if (counts.failed === 0 || query.platform !== undefined) return html``;
  return html`<form method="post" action="${address}/replay" class="actions">
    ${renderHiddenFields(view)}<input type="hidden" name="all" value="1" /><button class="button small" type="submit">
      ${gradesTexts(language)('replay.all', { count: counts.failed })}
    </button>
  </form>`;
}

/** The sentence that explains an empty list. */
function nothing({ counts, query: { state, platform, after } }: GradesView): 'none' | 'none.open' | 'none.ever' {
  if (Object.values(counts).every((count) => count === 0)) return 'none.ever';
  return state === 'open' && platform === undefined && after === undefined ? 'none.open' : 'none';
}

/** The grade queue: waiting grades, failed ones with the reason, and a button to send them again. */
export function renderGradesPage(view: GradesView): string {
  const { language, query, grades, more, counts } = view;
  const text = gradesTexts(language);
  const other = language === 'de' ? 'en' : 'de';
  const { after, replayed, ...rest } = query;
  const last = grades.at(-1);
  return renderPage({
    language,
    title: text('title'),
    home: `${address}?language=${language}`,
    navigation: adminNavigation(language, 'grades'),
    otherLanguages: [
      {
        language: other,
        href: `${address}?${gradesQueryText({ ...rest, ...(after === undefined ? {} : { after }) }, { language: other })}`,
      },
    ],
    body: html`<div class="browser-head">
        <div>
          <h1>${text('title')}</h1>
          <p class="lead">${text('lead', { organisation: view.organisation })}</p>
        </div>
        ${signOutForm(adminBase, language)}
      </div>
      ${replayed !== undefined && html`<div class="notice" role="status"><p>${text('replayed', { count: replayed })}</p></div>`}
      <p>${text('counts', counts)}</p>
      ${filterForm(view)} ${replayAll(view)}
      <section aria-labelledby="grades">
        <h2 id="grades" class="visually-hidden">${text('list')}</h2>
        ${
          grades.length === 0
            ? html`<p>${text(nothing(view))}</p>`
            : html`<ul class="queue">
                ${grades.map((each) => item(each, view))}
              </ul>`
        }
        <p class="actions">
          ${after !== undefined && html`<a class="button quiet" href="${address}?${gradesQueryText(rest, { language })}">${text('newest')}</a>`}
          ${more && last !== undefined && html`<a class="button quiet" href="${address}?${gradesQueryText({ ...rest, after: last }, { language })}">${text('older')}</a>`}
        </p>
      </section>`,
  });
}
