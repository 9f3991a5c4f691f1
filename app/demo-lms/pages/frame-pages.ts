import { html, type Html, type Language } from '../../../web/index.js';
import { fullName, type Person } from '../course.js';
import type { CourseItem } from '../state/index.js';
import { demoTexts } from '../texts.js';
import { layout } from './layout.js';

/** A page with a launch in an iframe that fills the window, as Moodle shows it. */
interface FramePageOptions {
  readonly title: string;
  /** The link back, above the title. */
  readonly back: { readonly href: string; readonly words: string };
  /** The launch's address, without the target of the document. */
  readonly address: (target: 'iframe' | 'window') => string;
  /** True if the iframe may fill the screen and use the clipboard. */
  readonly isContent: boolean;
}

function framed(language: Language, { title, back, address, isContent }: FramePageOptions): Html {
  const t = demoTexts(language);
  const allowed = isContent ? html` allow="fullscreen; clipboard-write" allowfullscreen` : '';
  return html` <div class="frame-head">
      <p><a href="${back.href}">← ${back.words}</a></p>
      <h1>${title}</h1>
    </div>
    <iframe
      class="content-frame"
      data-fill-window
      src="${address('iframe')}"
      title="${t('frameTitle', { title })}"
      ${allowed}
    ></iframe>
    <p class="frame-help quiet">
      ${t('frameHelp')} <a href="${address('window')}" target="_blank" rel="noopener">${t('openWindow')}</a>
    </p>`;
}

/** A content of the course. */
export function itemPage(language: Language, person: Person, item: CourseItem): string {
  const title = item.title[language];
  return layout(
    { language, title, person, wide: true },
    framed(language, {
      title,
      back: { href: '/', words: demoTexts(language)('backToCourse') },
      address: (target) => `/launch/${item.id}?target=${target}`,
      isContent: true,
    }),
  );
}

/** A learner's submission, as the tool shows it to the trainer who clicked on a grade. */
export function reviewPage(language: Language, person: Person, item: CourseItem, learner: Person): string {
  const title = demoTexts(language)('reviewTitle', { who: fullName(learner), what: item.title[language] });
  return layout(
    { language, title, person, current: 'grades', wide: true },
    framed(language, {
      title,
      back: { href: '/grades', words: demoTexts(language)('backToGrades') },
      address: (target) => `/launch/${item.id}?target=${target}&review=${learner.id}`,
      isContent: false,
    }),
  );
}

/** The tool's picker, in an iframe. */
export function addPage(language: Language, person: Person): string {
  const t = demoTexts(language);
  return layout(
    { language, title: t('addTitle'), person, current: 'add', wide: true },
    html` <div class="frame-head">
        <h1>${t('addTitle')}</h1>
        <p>${t('addLead')}</p>
      </div>
      <iframe class="content-frame" data-fill-window src="/deep-link" title="${t('addFrame')}"></iframe>`,
  );
}

/** Confirms that the chosen content is in the course; shown inside the iframe that held the picker. */
export function addedPage(
  language: Language,
  added: readonly string[],
  ignored: number,
  message: string | undefined,
): string {
  const t = demoTexts(language);
  const title = added.length === 0 ? t('addedNothing') : t('addedTitle', { count: added.length });
  return layout(
    { language, title, bare: true },
    html` <h1>${title}</h1>
      ${message === undefined ? '' : html`<p>${t('toolSays')} ${message}</p>`}
      ${
        added.length === 0
          ? ''
          : html`<ul>
              ${added.map((name) => html`<li>${name}</li>`)}
            </ul>`
      }
      ${ignored === 0 ? '' : html`<p>${t('addedIgnored', { count: ignored })}</p>`}
      <p><a class="button" href="/" target="_top">${t('backToCourse')}</a></p>`,
  );
}
