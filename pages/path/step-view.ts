import { html, type Html, type Language, type NavigationLink } from '../../web/index.js';
import { localisedContent, type PageFrame } from '../shared/index.js';
import type { StepRange } from './step-ranges.js';
import type { PathSection } from './order.js';
import type { PathStep } from './progress.js';
import { pathTexts } from './texts.js';

/** Data of every page of the path. */
export interface PathPageView {
  readonly language: Language;
  readonly navigation: readonly NavigationLink[];
  readonly frame: PageFrame;
  /** Fields that keep a form inside the launch. */
  readonly hidden: Readonly<Record<string, string>>;
}

const actions = { open: 'start', begun: 'continue', done: 'again' } as const;

/** @param leading whether it is the one thing to do on this page */
export function opener(language: Language, { content, progress }: PathStep, leading = false): Html {
  const text = pathTexts(language);
  const action = actions[progress];
  return html`<button
    class="button small${leading ? '' : ' quiet'}"
    type="submit"
    name="content"
    value="${content.id}"
    aria-label="${text(`${action}.label`, { title: localisedContent(content, language).title })}"
  >
    ${text(action)}
  </button>`;
}

function step(language: Language, given: PathStep): Html {
  const text = pathTexts(language);
  const { content, progress } = given;
  const { title, written } = localisedContent(content, language);
  return html`<li>
    <p class="path-title" lang="${written}">${title}</p>
    <p class="tags">
      <span class="tag ${progress}">${text(progress)}</span> <span class="tag">${text(content.kind)}</span>
      <span class="tag">${text('minutes', { count: content.minutes })}</span>
    </p>
    ${opener(language, given)}
  </li>`;
}

/** @param first the place of the first one among its like, from 1 */
export function stepList(language: Language, steps: readonly PathStep[], first = 1): Html {
  return html`<ol class="path" ${first > 1 && html` start="${first}"`}>
    ${steps.map((each) => step(language, each))}
  </ol>`;
}

/** The range of an area's steps on a page, in words. */
export function placesShown(language: Language, { steps, first, total }: StepRange): string {
  const last = first + steps.length - 1;
  return pathTexts(language)(first === last ? 'shown.one' : 'shown', { first, last, total });
}

/**
 * Opening a content begins an attempt, so this is a form and not a list of links that something could follow on its
 * own.
 */
export function openingForm(hidden: Readonly<Record<string, string>>, body: Html): Html {
  return html`<form method="post" action="/path/open">
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${body}
  </form>`;
}

/** The title of an area, as text. */
export function areaTitle(language: Language, group: PathSection['group']): string {
  return group === undefined ? pathTexts(language)('others') : group.name[language];
}

/** The heading of an area, with its code. */
export function areaHeading(language: Language, group: PathSection['group']): Html {
  return group === undefined
    ? html`${areaTitle(language, group)}`
    : html`<span class="code">${group.code}</span> ${areaTitle(language, group)}`;
}
