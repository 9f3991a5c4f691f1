import { html, type Html, type Language, formatPoints } from '../../../web/index.js';
import { course, type Person } from '../course.js';
import type { CourseItem, State } from '../state/index.js';
import { demoTexts } from '../texts.js';
import { layout } from './layout.js';

function grade(state: Readonly<State>, item: CourseItem, person: Person, language: Language): Html | '' {
  const t = demoTexts(language);
  const lineItem = state.lineItems.find((each) => each.itemId === item.id);
  if (lineItem === undefined || person.role !== 'learner') return '';
  const points = state.scores.find((each) => each.lineItemId === lineItem.id && each.userId === person.id)?.points;
  return points === undefined
    ? html`<p class="grade quiet">${t('noGrade')}</p>`
    : html`<p class="grade has-grade">
        ${t('yourGrade', { points: formatPoints(points, language), most: formatPoints(lineItem.scoreMaximum, language) })}
      </p>`;
}

/** The course with its contents. */
export function coursePage(language: Language, person: Person, state: Readonly<State>): string {
  const t = demoTexts(language);
  return layout(
    { language, title: course.title[language], person, current: 'course' },
    html` <p class="eyebrow">${t('course')} ${course.label}</p>
      <h1>${course.title[language]}</h1>
      <p class="lead">${course.summary[language]}</p>
      <h2>${t('content')}</h2>
      <ol class="items">
        ${state.items.map(
          (item) =>
            html`<li class="item">
              <div class="item-text">
                <h3>${item.title[language]}${item.added ? html` <span class="tag">${t('added')}</span>` : ''}</h3>
                ${item.text === undefined ? '' : html`<p>${item.text[language]}</p>`}
                ${grade(state, item, person, language)}
              </div>
              <div class="item-actions">
                <a
                  class="button"
                  href="/items/${item.id}"
                  aria-label="${t('openHereLabel', { title: item.title[language] })}"
                  >${t('openHere')}</a
                >
                <a
                  href="/launch/${item.id}?target=window"
                  target="_blank"
                  rel="noopener"
                  aria-label="${t('openWindowLabel', { title: item.title[language] })}"
                  >${t('openWindow')}</a
                >
              </div>
            </li>`,
        )}
      </ol>
      ${person.role === 'trainer' ? html`<p class="after-items"><a class="button secondary" href="/add">${t('add')}</a></p>` : ''}`,
  );
}
