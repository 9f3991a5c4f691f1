import { html } from '../../../web/index.js';
import { fullName, type Person } from '../course.js';
import type { CourseItem } from '../state/index.js';
import { type Language, texts } from '../texts.js';
import { layout } from './layout.js';

/** A content, launched in an iframe that fills the window, as Moodle shows it. */
export function itemPage(language: Language, person: Person, item: CourseItem): string {
  const t = texts[language];
  const title = item.title[language];
  return layout(
    { language, title, person, wide: true },
    html` <div class="frame-head">
        <p><a href="/">← ${t.backToCourse}</a></p>
        <h1>${title}</h1>
      </div>
      <iframe
        class="content-frame"
        data-fill-window
        src="/launch/${item.id}?target=iframe"
        title="${t.frameTitle(title)}"
        allow="fullscreen; clipboard-write"
        allowfullscreen
      ></iframe>
      <p class="frame-help quiet">
        ${t.frameHelp} <a href="/launch/${item.id}?target=window" target="_blank" rel="noopener">${t.openWindow}</a>
      </p>`,
  );
}

/** A learner's submission, as the tool shows it to the trainer who clicked on a grade. */
export function reviewPage(language: Language, person: Person, item: CourseItem, learner: Person): string {
  const t = texts[language];
  const title = t.reviewTitle(fullName(learner), item.title[language]);
  const address = (target: string): string => `/launch/${item.id}?target=${target}&review=${learner.id}`;
  return layout(
    { language, title, person, current: 'grades', wide: true },
    html` <div class="frame-head">
        <p><a href="/grades">← ${t.backToGrades}</a></p>
        <h1>${title}</h1>
      </div>
      <iframe class="content-frame" data-fill-window src="${address('iframe')}" title="${t.frameTitle(title)}"></iframe>
      <p class="frame-help quiet">
        ${t.frameHelp} <a href="${address('window')}" target="_blank" rel="noopener">${t.openWindow}</a>
      </p>`,
  );
}

/** The tool's picker, in an iframe. */
export function addPage(language: Language, person: Person): string {
  const t = texts[language];
  return layout(
    { language, title: t.addTitle, person, current: 'add', wide: true },
    html` <div class="frame-head">
        <h1>${t.addTitle}</h1>
        <p>${t.addLead}</p>
      </div>
      <iframe class="content-frame" data-fill-window src="/deep-link" title="${t.addFrame}"></iframe>`,
  );
}

/** What the trainer chose is in the course; shown inside the iframe that held the picker. */
export function addedPage(
  language: Language,
  added: readonly string[],
  ignored: number,
  message: string | undefined,
): string {
  const t = texts[language];
  const title = added.length === 0 ? t.addedNothing : t.addedTitle(added.length);
  return layout(
    { language, title, bare: true },
    html` <h1>${title}</h1>
      ${message === undefined ? '' : html`<p>${t.toolSays} ${message}</p>`}
      ${
        added.length === 0
          ? ''
          : html`<ul>
              ${added.map((name) => html`<li>${name}</li>`)}
            </ul>`
      }
      ${ignored === 0 ? '' : html`<p>${t.addedIgnored(ignored)}</p>`}
      <p><a class="button" href="/" target="_top">${t.backToCourse}</a></p>`,
  );
}
