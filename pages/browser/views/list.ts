import type { Page } from '../../../lrs/index.js';
import { signOutForm } from '../../../people/index.js';
import { html, type Html, jsonScript, type NavigationLink, renderPage } from '../../../web/index.js';
import { fields, type QueryProblem, queryText } from '../query.js';
import { liveTextKeys, liveTexts, pageTexts } from '../texts/pages.js';
import { filterForm } from './filter.js';
import { statementItem, type StatementView } from './statement.js';

/** Data of the list. */
export interface ListView extends StatementView {
  /** The name people read. */
  readonly organisation: string;
  readonly navigation: readonly NavigationLink[];
  readonly problems: readonly QueryProblem[];
  /** Missing if the query had problems. */
  readonly found: Page | undefined;
}

/** Hidden until the script has loaded: without it there is no live view. */
function livePart({ language, base, query, found }: ListView): Html {
  const text = pageTexts(language);
  // Nothing new can appear above the newest page, or before an end that has passed.
  if (found === undefined || query.after !== undefined || query.until !== undefined) return html``;
  const { after: _, ...filter } = query;
  const announcements = Object.fromEntries(liveTextKeys.map((key) => [key, liveTexts(language)(key)]));
  return html`<div class="live" hidden>
      <button class="button quiet small" type="button" id="live" aria-describedby="live-about">
        ${text('live.start')}
      </button>
      <p id="live-about">${text('live.about')}</p>
      <p id="live-status" role="status"></p>
    </div>
    ${jsonScript('live-data', {
      address: `${base}/live?${queryText(filter, { language })}`,
      position: found.statements[0]?.position ?? 0,
      start: text('live.start'),
      stop: text('live.stop'),
      texts: announcements,
    })}`;
}

function results(view: ListView): Html {
  const { language, base, query, found } = view;
  const text = pageTexts(language);
  if (found === undefined) return html``;
  const last = found.statements.at(-1);
  const { after: _, ...newest } = query;
  const filtered = fields.some((field) => query[field] !== undefined) || query.after !== undefined;
  return html`${livePart(view)}
    <section aria-labelledby="found">
      <h2 id="found" class="visually-hidden">${text('list')}</h2>
      <ol class="statements" id="statements">
        ${found.statements.map((each) => statementItem(each, view))}
      </ol>
      ${found.statements.length === 0 && html`<p id="nothing">${text(filtered ? 'none' : 'none.all')}</p>`}
      <p class="actions">
        ${query.after !== undefined && html`<a class="button quiet" href="${base}?${queryText(newest, { language })}">${text('newest')}</a>`}
        ${found.more && last !== undefined && html`<a class="button quiet" id="older" href="${base}?${queryText({ ...query, after: last.position }, { language })}">${text('older')}</a>`}
      </p>
    </section>`;
}

/** The page of statements. */
export function renderListPage(view: ListView): string {
  const { language, base, query, organisation, navigation } = view;
  const text = pageTexts(language);
  const other = language === 'de' ? 'en' : 'de';
  return renderPage({
    language,
    title: text('title'),
    home: `${base}?language=${language}`,
    width: 'wide',
    navigation,
    scripts: ['/assets/statement-browser.js'],
    otherLanguages: [{ language: other, href: `${base}?${queryText(query, { language: other })}` }],
    body: html`<div class="browser-head">
        <div>
          <h1>${text('title')}</h1>
          <p class="lead">${text('lead', { organisation })}</p>
        </div>
        ${signOutForm(base, language)}
      </div>
      ${filterForm(view)} ${results(view)}`,
  });
}
