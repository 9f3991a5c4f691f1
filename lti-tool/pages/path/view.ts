import type { CatalogueEntry } from '../../../h5p-content/index.js';
import { html, page, type Html, type Language, type NavigationLink } from '../../../lrs/web/index.js';
import type { PathProgress, PathStep } from './progress.js';
import { pathTexts } from './texts.js';

/** What the page of the learning path needs. */
export interface PathView {
  readonly language: Language;
  readonly path: PathProgress;
  /** Whether a grade goes back to the course. */
  readonly graded: boolean;
  readonly navigation: readonly NavigationLink[];
  /** Fields that keep a form inside the launch. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** A content's words in the reader's language, and the language they are in. */
function words(content: CatalogueEntry, language: Language): { readonly title: string; readonly summary: string; readonly written: string } {
  const translated = content.translations[language];
  return translated === undefined ? { title: content.title, summary: content.summary, written: content.language } : { ...translated, written: language };
}

const actions = { open: 'start', begun: 'continue', done: 'again' } as const;

/** @param leading whether it is the one thing to do on this page */
function opener({ language }: PathView, { content, progress }: PathStep, leading = false): Html {
  const text = pathTexts(language);
  const action = actions[progress];
  return html`<button class="button small${leading ? '' : ' quiet'}" type="submit" name="content" value="${content.id}" aria-label="${text(`${action}.label`, { title: words(content, language).title })}">${text(action)}</button>`;
}

function step(view: PathView, given: PathStep): Html {
  const text = pathTexts(view.language);
  const { content, progress } = given;
  const { title, written } = words(content, view.language);
  return html`<li><p class="path-title" lang="${written}">${title}</p>
<p class="tags"><span class="tag ${progress}">${text(progress)}</span> <span class="tag">${text(content.kind)}</span> <span class="tag">${text('minutes', { count: content.minutes })}</span></p>
${opener(view, given)}</li>`;
}

function nextStep(view: PathView): Html {
  const text = pathTexts(view.language);
  const { path: { sections, done, total } } = view;
  if (done === total) return html`<p class="notice">${text('all-done')}</p>`;
  const next = sections.flatMap(({ steps }) => steps).find((each) => each.next)!;
  const { title, summary, written } = words(next.content, view.language);
  return html`<section class="card" aria-labelledby="next"><h2 id="next">${text('next')}</h2>
<p><strong lang="${written}">${title}</strong> (${text('minutes', { count: next.content.minutes })})</p><p lang="${written}">${summary}</p><p>${opener(view, next, true)}</p></section>`;
}

/** The way through all contents, with the reader's progress and the next step. */
export function pathPage(view: PathView): string {
  const { language, hidden, path: { sections, done, total } } = view;
  const text = pathTexts(language);
  // Opening a content begins an attempt, so this is a form and no list of links that something could follow by itself.
  return page({
    language, title: text('title'), embedded: true, width: 'narrow', navigation: view.navigation,
    body: html`<h1>${text('title')}</h1>
<p class="lead">${text('lead')}</p>
${total === 0 ? html`<p class="notice">${text('empty')}</p>` : html`<div class="progress"><p id="path-progress">${text('progress', { done, total })}</p>
<progress max="${total}" value="${done}" aria-labelledby="path-progress"></progress>
${view.graded && html`<p><small>${text('graded')}</small></p>`}</div>
<form method="post" action="/path/open">${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${nextStep(view)}
${sections.map(({ group, steps }) => html`<h2>${group === undefined ? text('others') : html`<span class="code">${group.code}</span> ${group.name[language]}`}</h2>
<ol class="path">${steps.map((each) => step(view, each))}</ol>`)}</form>`}`,
  });
}
