import { html, type Html, type Language, renderPage } from '../../web/index.js';
import { navigationThrough, type SignInArea } from './area.js';
import type { SignInSession } from './session.js';
import { signInTexts } from './texts.js';

/** Why somebody is not let in. */
export type SignInRefusal =
  { readonly kind: 'wrong' } | { readonly kind: 'forbidden' } | { readonly kind: 'slow'; readonly seconds: number };

/** Data of the sign-in page. */
export interface SignInView {
  readonly language: Language;
  readonly area: SignInArea;
  /** All areas of the sign-in, `area` among them. */
  readonly areas: readonly SignInArea[];
  /** Where to go after signing in, relative to the area's address. */
  readonly returnTo: string;
  readonly key?: string;
  readonly refusal?: SignInRefusal;
  /** The session of somebody who is signed in already, but only for other areas. */
  readonly session?: SignInSession;
}

function errorTextOf({ language, area, refusal }: SignInView): string | undefined {
  const text = signInTexts(language);
  switch (refusal?.kind) {
    case undefined:
      return undefined;
    case 'slow':
      return text('slow', { count: refusal.seconds });
    case 'forbidden':
      return area.words(language).forbidden;
    case 'wrong':
      return text('wrong');
  }
}

function elsewhere({ language, area }: SignInView, { key, opens }: SignInSession): Html {
  const text = signInTexts(language);
  return html`<p>${text('elsewhere', { key })}</p>
    <ul>
      ${opens.map(({ address, words }) => html`<li><a href="${address}?language=${language}">${words(language).title}</a></li>`)}
    </ul>
    ${signOutForm(area.address, language)}
    <h2>${text('another')}</h2>`;
}

/** The form that asks for a credential. */
export function renderSignInPage(view: SignInView): string {
  const { language, area, areas, returnTo, key = '', session } = view;
  const text = signInTexts(language);
  const words = area.words(language);
  const base = area.address;
  const other = language === 'de' ? 'en' : 'de';
  const errorText = errorTextOf(view);
  return renderPage({
    language,
    title: words.title,
    width: 'narrow',
    home: base,
    navigation: navigationThrough(session?.opens ?? [], language),
    otherLanguages: [{ language: other, href: returnAddressOf(base, returnTo, other) }],
    body: html`<h1>${words.title}</h1>
      ${session === undefined && html`<p class="lead">${words.lead}</p>`}
      ${errorText !== undefined && html`<div class="notice warm" role="alert"><p>${errorText}</p></div>`}
      ${session !== undefined && elsewhere(view, session)}
      <form class="card sign-in" method="post" action="${base}/sign-in">
        <input type="hidden" name="wanted" value="${returnTo}" />
        <input type="hidden" name="language" value="${language}" />
        <div class="field">
          <label for="key">${text('key')}</label
          ><input
            type="text"
            id="key"
            name="key"
            value="${key}"
            autocomplete="username"
            autocapitalize="off"
            spellcheck="false"
            required
          />
        </div>
        <div class="field">
          <label for="secret">${text('secret')}</label
          ><input type="password" id="secret" name="secret" autocomplete="current-password" required />
        </div>
        <button class="button" type="submit">${text('submit')}</button>
      </form>
      ${areas.length > 1 && html`<p>${text('together', { titles: areas.map((each) => each.words(language).title).join(', ') })}</p>`}
      <p>${text('about')}</p>
      <pre tabindex="0"><code>npx lotse credential create --organisation demo --scope ${words.scope}</code></pre>`,
  });
}

/** The button that ends a session, for the head of a page. */
export function signOutForm(base: string, language: Language): Html {
  return html`<form method="post" action="${base}/sign-out">
    <input type="hidden" name="language" value="${language}" /><button class="button quiet small" type="submit">
      ${signInTexts(language)('signOut')}
    </button>
  </form>`;
}

/** Maximum length of the address to return to; a longer one is cut. */
export const maxReturnToLength = 10_000;

/** An address below the base, in a language; the base itself if the text leads anywhere else. */
export function returnAddressOf(base: string, returnTo: string, language: Language): string {
  const given = `${base}${/^[/?]/.test(returnTo) ? returnTo.slice(0, maxReturnToLength) : ''}`;
  const url = URL.canParse(given, 'http://here') ? new URL(given, 'http://here') : new URL(base, 'http://here');
  const inside = url.host === 'here' && (url.pathname === base || url.pathname.startsWith(`${base}/`));
  if (!inside) return `${base}?language=${language}`;
  url.searchParams.set('language', language);
  return `${url.pathname}?${url.searchParams.toString()}`;
}
