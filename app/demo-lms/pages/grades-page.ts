import { html, type Html, type Language, formatPoints } from '../../../web/index.js';
import { fullName, learners, type Person } from '../course.js';
import type { LineItem, State } from '../state/index.js';
import { demoTexts } from '../texts.js';
import { layout } from './layout.js';

function cell(state: Readonly<State>, lineItem: LineItem, learner: Person, language: Language): Html {
  const t = demoTexts(language);
  const score = state.scores.find((each) => each.lineItemId === lineItem.id && each.userId === learner.id);
  if (score === undefined)
    return html`<td class="empty"><span aria-hidden="true">–</span><span class="unseen">${t('none')}</span></td>`;
  if (score.points === undefined) return html`<td class="empty">${t('pending')}</td>`;
  const points = html`<strong>${formatPoints(score.points, language)}</strong>`;
  const item = state.items.find(({ id }) => id === lineItem.itemId);
  const review =
    item === undefined
      ? points
      : html`<a
          href="/items/${item.id}?review=${learner.id}"
          aria-label="${t('reviewLabel', { who: fullName(learner), what: item.title[language], points: formatPoints(score.points, language) })}"
          >${points}</a
        >`;
  const most =
    lineItem.scoreMaximum === 100
      ? ''
      : html` <span class="quiet">${t('outOf', { most: formatPoints(lineItem.scoreMaximum, language) })}</span>`;
  return html`<td>${review}${most}</td>`;
}

/** The trainer's grade book. */
export function demoGradesPage(language: Language, person: Person, state: Readonly<State>): string {
  const t = demoTexts(language);
  const name = (lineItem: LineItem): string =>
    state.items.find((each) => each.id === lineItem.itemId)?.title[language] ?? lineItem.label;
  return layout(
    { language, title: t('gradesTitle'), person, current: 'grades' },
    html` <h1 id="grades-title">${t('gradesTitle')}</h1>
      <p class="lead">${t('gradesLead')}</p>
      ${state.scores.length === 0 ? html`<p>${t('noGrades')}</p>` : ''}
      <div class="scroll" role="region" aria-labelledby="grades-title" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${t('person')}</th>
              ${state.lineItems.map((lineItem) => html`<th scope="col">${name(lineItem)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${learners.map(
              (learner) =>
                html`<tr>
                  <th scope="row">${fullName(learner)}</th>
                  ${state.lineItems.map((lineItem) => cell(state, lineItem, learner, language))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
  );
}
