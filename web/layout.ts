import { html, type Html, type HtmlValue, raw } from './html.js';
import type { Language } from './language.js';
import { frameTexts } from './texts.js';

/** An entry of the page's navigation. */
export interface NavigationLink {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
  /** Opens in the whole window, outside the LMS's frame. */
  readonly wholeWindow?: boolean;
}

/** A script of ours by its address, with its data (`data-…` attributes; names in lower case). */
export type PageScript = string | { readonly source: string; readonly data: Readonly<Record<string, string>> };

/** Options of a page. */
export interface PageOptions {
  readonly language: Language;
  /** Shown in the window's title, before "Lotse". */
  readonly title: string;
  /** Goes into `main`. */
  readonly body: HtmlValue;
  /** Style sheets beside Lotse's own, by address. */
  readonly styles?: readonly string[];
  /** Scripts by address; run in this order, after the page has been read. */
  readonly scripts?: readonly PageScript[];
  readonly navigation?: readonly NavigationLink[];
  /** The width of the text; `normal` unless given. */
  readonly width?: 'narrow' | 'normal' | 'wide';
  /** Inside an LMS: no footer, and the brand links nowhere. */
  readonly embedded?: boolean;
  /** The link of the brand; none unless given. */
  readonly home?: string;
  /** The page in other languages, by address. */
  readonly otherLanguages?: readonly { readonly language: Language; readonly href: string }[];
}

/** Signal flag H, "I have a pilot on board": white and red, on a staff. */
const mark = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M4 2v20" stroke="#17333b" stroke-width="2" stroke-linecap="round"/><path d="M5 3.5h8v10H5z" fill="#fffdf9" stroke="#17333b" stroke-width="1"/><path d="M13 3.5h8v10h-8z" fill="#b83c22" stroke="#17333b" stroke-width="1"/></svg>',
);

function navigation(links: readonly NavigationLink[], label: string): Html {
  return html`<nav aria-label="${label}">
    ${links.map(
      (link) =>
        html`<a
          href="${link.href}"
          ${link.current === true && raw(' aria-current="page"')}${link.wholeWindow === true && raw(' target="_top"')}
          >${link.label}</a
        >`,
    )}
  </nav>`;
}

function scriptElement(script: PageScript): Html {
  if (typeof script === 'string') return html`<script src="${script}" defer></script>`;
  return html`<script
    src="${script.source}"
    ${Object.entries(script.data).map(([name, value]) => html`data-${raw(name)}="${value}" `)}defer
  ></script>`;
}

/** Renders a whole page. */
export function renderPage(options: PageOptions): string {
  const text = frameTexts(options.language);
  const { styles = [], scripts = [], width = 'normal', embedded = false, otherLanguages = [] } = options;
  const links = [
    ...(options.navigation ?? []),
    ...otherLanguages.map(({ language, href }) => ({ href, label: text(language === 'de' ? 'german' : 'english') })),
  ];
  const brand =
    options.home === undefined
      ? html`<span class="brand">${mark}<span>Lotse</span></span>`
      : html`<a class="brand" href="${options.home}">${mark}<span>Lotse</span></a>`;
  return html`${raw('<!doctype html>')}
    <html lang="${options.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${options.title} – Lotse</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/lotse.css" />
        ${styles.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
      </head>
      <body class="${embedded ? 'embedded' : ''}">
        <a class="skip" href="#main">${text('skip')}</a>
        <header class="head">${brand}${links.length > 0 && navigation(links, text('navigation'))}</header>
        <main id="main" class="${width}" tabindex="-1">${options.body}</main>
        <footer class="foot"><span>${text('foot')}</span></footer>
        ${scripts.map(scriptElement)}
      </body>
    </html> `.text;
}
