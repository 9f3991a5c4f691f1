import { html, page, type Html, type Language } from '../web/index.js';
import { signInTexts } from './texts.js';

/** Why somebody is not let in. */
export type Refusal = { readonly kind: 'wrong' } | { readonly kind: 'forbidden' } | { readonly kind: 'slow'; readonly seconds: number };

/** The words of what a sign-in opens. */
export interface SignInWords {
  readonly title: string;
  readonly lead: string;
  /** For whoever has a credential that does not suffice. */
  readonly forbidden: string;
  /** The scope to make a credential with. */
  readonly scope: string;
}

/** What the sign-in page needs to know. */
export interface SignInView {
  readonly language: Language;
  readonly words: SignInWords;
  /** Where the area begins. */
  readonly base: string;
  /** What to show after the sign-in: what stands behind the base in the address. */
  readonly wanted: string;
  readonly key?: string;
  readonly refusal?: Refusal;
}

/** The form that asks for a credential. */
export function signInPage({ language, words, base, wanted, key = '', refusal }: SignInView): string {
  const text = signInTexts(language);
  const other = language === 'de' ? 'en' : 'de';
  const complaint = refusal === undefined ? undefined : refusal.kind === 'slow' ? text('slow', { count: refusal.seconds }) : refusal.kind === 'forbidden' ? words.forbidden : text('wrong');
  return page({
    language, title: words.title, width: 'narrow', home: base,
    otherLanguages: [{ language: other, href: `${base}?language=${other}` }],
    body: html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${complaint !== undefined && html`<div class="notice warm" role="alert"><p>${complaint}</p></div>`}
<form class="card sign-in" method="post" action="${base}/sign-in">
<input type="hidden" name="wanted" value="${wanted}">
<input type="hidden" name="language" value="${language}">
<div class="field"><label for="key">${text('key')}</label><input type="text" id="key" name="key" value="${key}" autocomplete="username" autocapitalize="off" spellcheck="false" required></div>
<div class="field"><label for="secret">${text('secret')}</label><input type="password" id="secret" name="secret" autocomplete="current-password" required></div>
<button class="button" type="submit">${text('submit')}</button>
</form>
<p>${text('about')}</p>
<pre tabindex="0"><code>npx lotse credential create --organisation demo --scope ${words.scope}</code></pre>`,
  });
}

/** The button that ends a session, for the head of a page. */
export function signOutForm(base: string, language: Language): Html {
  return html`<form method="post" action="${base}/sign-out"><input type="hidden" name="language" value="${language}"><button class="button quiet small" type="submit">${signInTexts(language)('signOut')}</button></form>`;
}
