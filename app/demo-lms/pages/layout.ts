import { html, type Html, type Language } from '../../../web/index.js';
import { fullName, type Person } from '../course.js';
import { demoTexts } from '../texts.js';

/** The layout around a page's own content. */
export interface Frame {
  readonly language: Language;
  readonly title: string;
  readonly person?: Person | undefined;
  /** The page that the navigation marks. */
  readonly current?: 'course' | 'grades' | 'add';
  /** Shown inside the course page's own iframe: without header and footer. */
  readonly bare?: boolean;
  /** The content needs the whole width. */
  readonly wide?: boolean;
}

function navigation({ language, person, current }: Frame): Html {
  const t = demoTexts(language);
  const link = (address: string, name: NonNullable<Frame['current']>, label: string): Html =>
    html`<li><a href="${address}" ${current === name ? html` aria-current="page"` : ''}>${label}</a></li>`;
  return html`<nav aria-label="${t('lmsName')}">
    <ul>
      ${link('/', 'course', t('course'))}
      ${person?.role === 'trainer' ? [link('/grades', 'grades', t('grades')), link('/add', 'add', t('add'))] : ''}
    </ul>
  </nav>`;
}

function header(frame: Frame): Html {
  const { language, person } = frame;
  const t = demoTexts(language);
  const other = language === 'de' ? 'en' : 'de';
  return html`<header class="bar">
    <div class="bar-inner">
      <a class="brand" href="/"
        ><span class="brand-mark" aria-hidden="true"></span>${t('lmsName')} <span class="demo">${t('demo')}</span></a
      >
      ${person === undefined ? '' : navigation(frame)}
      <div class="account">
        ${
          person === undefined
            ? ''
            : html`<form method="post" action="/person">
                <span class="signed-in"><span class="quiet">${t('signedIn')}</span> ${fullName(person)}</span>
                <button class="plain" name="person" value="">${t('switchPerson')}</button>
              </form>`
        }
        <form method="post" action="/language">
          <button class="plain" name="language" value="${other}" lang="${other}">${t('otherLanguage')}</button>
        </form>
      </div>
    </div>
  </header>`;
}

/** A whole page as text. */
export function layout(frame: Frame, content: Html): string {
  const { language, title, bare, wide } = frame;
  const t = demoTexts(language);
  return `<!doctype html>\n${
    html`<html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${t('lmsName')} (${t('demo')})</title>
        <link rel="stylesheet" href="/assets/demo-lms.css" />
        <link rel="icon" href="/assets/demo-lms.svg" type="image/svg+xml" />
        <script src="/assets/demo-lms.js" defer></script>
      </head>
      <body class="${bare ? 'bare' : wide ? 'wide' : ''}">
        ${bare ? '' : [html`<a class="skip" href="#content">${t('skip')}</a>`, header(frame)]}
        <main id="content" tabindex="-1">${content}</main>
        ${bare ? '' : html`<footer><p>${t('demoNotice')}</p></footer>`}
      </body>
    </html>`.text
  }`;
}

/** An error page with one sentence and a link back. */
export function demoErrorPage(language: Language, sentence: string, requestId: string): string {
  const t = demoTexts(language);
  return layout(
    { language, title: t('errorTitle') },
    html` <h1>${t('errorTitle')}</h1>
      <p class="lead">${sentence}</p>
      <p class="quiet">${t('requestId')}: <code>${requestId}</code></p>
      <p><a class="button" href="/" target="_top">${t('backToCourse')}</a></p>`,
  );
}

/** A form that submits itself; with a button for browsers without JavaScript. */
export function forwardingPage(language: Language, action: string, fields: Readonly<Record<string, string>>): string {
  const t = demoTexts(language);
  return layout(
    { language, title: t('forward'), bare: true },
    html`<form class="forwarding" method="post" action="${action}" data-send-itself>
      ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <p role="status">${t('forwarding')}</p>
      <button>${t('forward')}</button>
    </form>`,
  );
}
