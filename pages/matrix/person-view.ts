import type { PersonMatrix, Rating, RoleProfile } from '../../competency/index.js';
import {
  formatDay,
  html,
  type Html,
  type Language,
  formatMoment,
  type NavigationLink,
  renderPage,
} from '../../web/index.js';
import {
  renderHarveyBall,
  type PageFrame,
  profileForm,
  type RecentContent,
  recentContentsSection,
} from '../shared/index.js';
import { matrixTexts } from './texts.js';

/** The header of the printed matrix, since paper does not show where it came from. */
export interface PaperHead {
  /** The person's name; left out if no LMS has told it. */
  readonly name?: string;
  /** The organisation's name. */
  readonly organisation: string;
}

/** Data of a person's matrix page. */
export interface PersonView {
  readonly language: Language;
  readonly matrix: PersonMatrix;
  readonly profiles: readonly RoleProfile[];
  /** The person's name, if it is not the reader's own matrix. */
  readonly name?: string;
  readonly navigation: readonly NavigationLink[];
  readonly frame: PageFrame;
  /** Fields that keep the form inside the launch. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly action: string;
  readonly paper: PaperHead;
  /** The person's recent contents, as far as the reader may see them. */
  readonly recentContents: readonly RecentContent[];
  whyLink(code: string): string;
}

type Text = ReturnType<typeof matrixTexts>;

/** The gap in words and a colour; the number is always shown too. */
export function gapMark(gap: number | null, text: Text): Html {
  if (gap === null) return html`<span>${text('gap.unknown')}</span>`;
  if (gap === 0) return html`<span class="gap met">${text('gap.met')}</span>`;
  if (gap < 0) return html`<span class="gap above">${text('gap.above', { count: -gap })}</span>`;
  return html`<span class="gap open-${Math.min(gap, 3)}">${text('gap.open', { count: gap })}</span>`;
}

function actual(rating: Rating, text: Text, language: Language): Html {
  return html`<span class="level"
    >${renderHarveyBall(rating.level, rating.target ?? null)}<span>
      ${rating.level !== null && html`<strong>${rating.level}</strong> `}${rating.levelText[language]}
      ${rating.expired !== undefined && html`<small>${text('expired', { level: rating.expired.level, day: formatDay(rating.expired.on, language) })}</small>`}
      ${rating.proposal !== undefined && html`<small>${text('proposal', { level: rating.proposal.level })}</small>`}
    </span></span
  >`;
}

function row(rating: Rating, view: PersonView, text: Text): Html {
  const { language } = view;
  const level = rating.level === null ? text('unrated') : text('level', { level: rating.level });
  return html`<tr>
    <th scope="row"><span class="code">${rating.code}</span>${rating.name[language]}</th>
    <td class="should" data-label="${text('should')}">
      ${rating.target === undefined ? text('noTarget') : html`<strong>${rating.target}</strong>`}
    </td>
    <td class="is" data-label="${text('is')}">${actual(rating, text, language)}</td>
    <td class="distance" data-label="${text('gap')}">${rating.target !== undefined && gapMark(rating.gap, text)}</td>
    <td class="next" data-label="${text('next')}">${rating.nextStep?.text[language]}</td>
    <td class="why">
      <a
        href="${view.whyLink(rating.code)}"
        aria-label="${text('whyFor', { code: rating.code, name: rating.name[language], level })}"
        >${text('why')}</a
      >
    </td>
  </tr>`;
}

function legend({ matrix, language }: PersonView, text: Text): Html {
  return html`<section aria-label="${text('scale')}">
    <ul class="scale">
      <li>${renderHarveyBall(null)} ${text('unrated')}</li>
      ${matrix.scale.map(
        (each, level) =>
          html`<li>
            ${renderHarveyBall(level as 0)} <span><strong>${level}</strong> ${each[language]}</span>
          </li>`,
      )}
      <li>${renderHarveyBall(0, 3)} ${text('target')}</li>
    </ul>
  </section>`;
}

/** Printed alone: whose matrix this is, in which role and organisation, and of which day. A name that is not known is filled in by hand. */
function paperHead({ language, matrix, paper }: PersonView, text: Text): Html {
  return html`<dl class="on-paper">
    <div>
      <dt>${text('paper.name')}</dt>
      <dd>${paper.name ?? html`<span class="fill-in"></span>`}</dd>
    </div>
    <div>
      <dt>${text('paper.role')}</dt>
      <dd>${matrix.profile.name[language]}</dd>
    </div>
    <div>
      <dt>${text('paper.organisation')}</dt>
      <dd>${paper.organisation}</dd>
    </div>
    <div>
      <dt>${text('paper.asOf')}</dt>
      <dd>${formatDay(matrix.asOf, language)}</dd>
    </div>
  </dl>`;
}

/** One person's matrix: competencies down, Soll beside Ist, gap, next step, and the link to the reason. */
export function renderPersonPage(view: PersonView): string {
  const { language, matrix, profiles, name } = view;
  const text = matrixTexts(language);
  const title = name === undefined ? text('title.own') : text('title.other', { name });
  return renderPage({
    language,
    title,
    embedded: view.frame.embedded,
    navigation: view.navigation,
    scripts: [...view.frame.scripts, '/assets/print.js'],
    body: html`<h1>${title}</h1>
      ${paperHead(view, text)}
      <p class="lead">${name === undefined ? text('lead') : text('leadOther')}</p>
      ${name !== undefined && html`<p class="notice">${text('namely')}</p>`}
      ${profileForm({ language, action: view.action, hidden: view.hidden, profiles, chosen: matrix.profile.id })}
      <p><strong>${matrix.profile.name[language]}.</strong> ${text('totals', matrix.totals)}</p>
      ${legend(view, text)}
      ${matrix.groups.map(
        (group) =>
          html`<table class="matrix person">
            <caption>
              <span class="code">${group.code}</span
              >${group.name[language]}
            </caption>
            <thead>
              <tr>
                <th scope="col">${text('competency')}</th>
                <th scope="col">${text('should')}</th>
                <th scope="col">${text('is')}</th>
                <th scope="col">${text('gap')}</th>
                <th scope="col">${text('next')}</th>
                <th scope="col" class="why"><span class="visually-hidden">${text('reason')}</span></th>
              </tr>
            </thead>
            <tbody>
              ${group.competencies.map((rating) => row(rating, view, text))}
            </tbody>
          </table>`,
      )}
      ${recentContentsSection(language, view.recentContents, name === undefined)}
      <p class="as-of">${text('asOf', { moment: formatMoment(matrix.asOf, language) })}</p>
      ${
        name === undefined &&
        html`<details class="more no-print">
          <summary>${text('seen')}</summary>
          <p>${text('seen.text')}</p>
        </details>`
      }`,
  });
}
