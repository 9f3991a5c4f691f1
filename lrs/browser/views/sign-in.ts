import { html, page, type Language } from '../../web/index.js';
import { signInTexts } from '../texts/pages.js';

/** Why somebody is not let in. */
export type Refusal = { readonly kind: 'wrong' } | { readonly kind: 'forbidden' } | { readonly kind: 'slow'; readonly seconds: number };

/** What the sign-in page needs to know. */
export interface SignInView {
  readonly language: Language;
  /** The browser's own address. */
  readonly base: string;
  /** The query string to show after the sign-in. */
  readonly wanted: string;
  readonly key?: string;
  readonly refusal?: Refusal;
}

/** The form that asks for a credential. */
export function signInPage({ language, base, wanted, key = '', refusal }: SignInView): string {
  const text = signInTexts(language);
  const other = language === 'de' ? 'en' : 'de';
  const complaint = refusal === undefined ? undefined : refusal.kind === 'slow' ? text('slow', { count: refusal.seconds }) : text(refusal.kind);
  return page({
    language, title: text('title'), width: 'narrow', home: base,
    otherLanguages: [{ language: other, href: `${base}?language=${other}` }],
    body: html`<h1>${text('title')}</h1>
<p class="lead">${text('lead')}</p>
${complaint !== undefined && html`<div class="notice warm" role="alert"><p>${complaint}</p></div>`}
<form class="card sign-in" method="post" action="${base}/sign-in">
<input type="hidden" name="wanted" value="${wanted}">
<input type="hidden" name="language" value="${language}">
<div class="field"><label for="key">${text('key')}</label><input type="text" id="key" name="key" value="${key}" autocomplete="username" autocapitalize="off" spellcheck="false" required></div>
<div class="field"><label for="secret">${text('secret')}</label><input type="password" id="secret" name="secret" autocomplete="current-password" required></div>
<button class="button" type="submit">${text('submit')}</button>
</form>
<p>${text('about')}</p>
<pre tabindex="0"><code>npx lotse credential create --organisation demo --scope all/read</code></pre>`,
  });
}
