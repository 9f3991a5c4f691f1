import { html, type Language } from '../../../web/index.js';
import { course, fullName, people } from '../course.js';
import { demoTexts } from '../texts.js';
import { layout } from './layout.js';

/** The page on which the visitor chooses a person. */
export function peoplePage(language: Language): string {
  const t = demoTexts(language);
  return layout(
    { language, title: t('whoTitle') },
    html` <p class="eyebrow">${course.title[language]}</p>
      <h1>${t('whoTitle')}</h1>
      <p class="lead">${t('whoLead')}</p>
      <form method="post" action="/person">
        <ul class="people">
          ${people.map(
            (person) =>
              html`<li class="person ${person.role}">
                <span class="initials" aria-hidden="true">${person.given[0]}${person.family[0]}</span>
                <span class="who"
                  ><strong>${fullName(person)}</strong
                  ><span>${person.role === 'trainer' ? t('trainer') : t('learner')}</span
                  ><span class="quiet">${person.occupation[language]}</span></span
                >
                <button name="person" value="${person.id}">${t('choose', { name: person.given })}</button>
              </li>`,
          )}
        </ul>
      </form>`,
  );
}
