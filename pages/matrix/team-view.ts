import type { TeamColumn, TeamMatrix, TeamRow } from '../../competency/index.js';
import { html, type Html, type Language, type NavigationLink, renderPage } from '../../web/index.js';
import { ballShapes, ballUse, type PageFrame, visitTexts } from '../shared/index.js';
import { teamTexts } from './team-texts.js';

/** Data of the team matrix page. */
export interface TeamView {
  readonly language: Language;
  readonly team: TeamMatrix;
  /** Names by row key; a person without one is numbered. */
  readonly names: ReadonlyMap<string, string>;
  /** The LMS's name. */
  readonly platform: string;
  /** When the LMS listed these people, and how long ago; missing if it lists nobody. */
  readonly listed?: { readonly asOf: string; readonly minutes: number };
  readonly navigation: readonly NavigationLink[];
  readonly frame: PageFrame;
  readonly form: Html;
  personLink(key: string): string;
}

type Text = ReturnType<typeof teamTexts>;

function cell({ level, target }: TeamRow['ratings'][number], text: Text): Html {
  const accessibleName = text('cell', { level: level ?? text('unrated'), target: target ?? text('none') });
  return html`<td>
    <span class="pair"
      >${ballUse(level, target ?? null)}<span aria-hidden="true">${level ?? '–'} / ${target ?? '–'}</span
      ><span class="visually-hidden">${accessibleName}</span></span
    >
  </td>`;
}

function foot(column: TeamColumn, text: Text): Html {
  if (column.needed === 0 && column.reaching === 0)
    return html`<td><span aria-hidden="true">–</span><span class="visually-hidden">${text('none')}</span></td>`;
  return html`<td>
    ${text('footCell', { reaching: column.reaching, needed: column.needed })}${column.singleHolder && html`<span class="single">${text('single')}</span>`}
  </td>`;
}

function table({ team, names, personLink, language }: TeamView, text: Text): Html {
  return html`${ballShapes(team.rows.flatMap(({ ratings }) => ratings.map(({ level, target = null }) => ({ level, target }))))}
    <div class="scroll" role="region" aria-label="${text('scroll')}" tabindex="0">
      <table class="matrix team">
        <thead>
          <tr>
            <th scope="col">${text('person')}</th>
            ${team.columns.map(({ code, name }) => html`<th scope="col"><abbr title="${name[language]}">${code}</abbr><span class="visually-hidden"> ${name[language]}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${team.rows.map(
            (row, index) =>
              html`<tr>
                <th scope="row">
                  <a href="${personLink(row.key)}"
                    >${names.get(row.key) ?? visitTexts(language)('unnamed', { number: index + 1 })}</a
                  >
                </th>
                ${row.ratings.map((rating) => cell(rating, text))}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${text('foot')}</th>
            ${team.columns.map((column) => foot(column, text))}
          </tr>
        </tfoot>
      </table>
    </div>
    ${team.columns.some(({ singleHolder }) => singleHolder) && html`<p class="as-of">${text('single.about')}</p>`}
    <details class="more">
      <summary>${text('legend')}</summary>
      <ul class="scale">
        ${team.columns.map(({ code, name }) => html`<li><strong>${code}</strong> ${name[language]}</li>`)}
      </ul>
    </details>`;
}

/** The source of the names, and their age. */
function source({ language, listed, platform }: TeamView, text: Text): Html {
  if (listed === undefined) return html`<p class="as-of">${text('launched')}</p>`;
  const { asOf, minutes } = listed;
  const hours = Math.floor(minutes / 60);
  const ago =
    minutes < 1
      ? text('now')
      : new Intl.RelativeTimeFormat(language).format(hours < 1 ? -minutes : -hours, hours < 1 ? 'minute' : 'hour');
  return html`<p class="as-of">${text('listed', { platform })} <time datetime="${asOf}">${ago}</time></p>`;
}

/** People down, competencies across, with the number who can act alone at the foot. */
export function renderTeamPage(view: TeamView): string {
  const { language, team } = view;
  const text = teamTexts(language);
  return renderPage({
    language,
    title: text('title'),
    embedded: view.frame.embedded,
    width: 'wide',
    navigation: view.navigation,
    scripts: [...view.frame.scripts, '/assets/print.js'],
    body: html`<h1>${text('title')}</h1>
      <p class="lead">${text('lead')}</p>
      <p class="notice">${text('purpose')}</p>
      ${source(view, text)}
      ${
        team.rows.length === 0
          ? html`<p class="notice">${text('empty')}</p>`
          : html`${view.form}
              <p class="how">${text('how')}</p>
              ${table(view, text)}`
      }`,
  });
}
