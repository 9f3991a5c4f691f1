import { html, type Html, renderPage } from '../../web/index.js';
import { localisedContent } from '../shared/index.js';
import { areaName, pageWith, type StepRange, stepRangesOf } from './step-ranges.js';
import type { PathProgress } from './progress.js';
import { areaHeading, areaTitle, opener, openingForm, type PathPageView, placesShown, stepList } from './step-view.js';
import { pathTexts } from './texts.js';

/** Data of the page of the learning path. */
export interface PathView extends PathPageView {
  readonly path: PathProgress;
  /** True if a grade goes back to the course. */
  readonly graded: boolean;
  /** The address of an area's page. */
  readonly areaLink: (area: string, page: number) => string;
}

function nextStep({ language, path: { sections, done, total } }: PathView): Html {
  const text = pathTexts(language);
  if (done === total) return html`<p class="notice">${text('all-done')}</p>`;
  const next = sections.flatMap(({ steps }) => steps).find((each) => each.next)!;
  const { title, summary, written } = localisedContent(next.content, language);
  return html`<section class="card" aria-labelledby="next">
    <h2 id="next">${text('next')}</h2>
    <p><strong lang="${written}">${title}</strong> (${text('minutes', { count: next.content.minutes })})</p>
    <p lang="${written}">${summary}</p>
    <p>${opener(language, next, true)}</p>
  </section>`;
}

/** The link to all steps of an area that is not shown completely. */
function allStepsLink({ language, areaLink }: PathView, shown: StepRange): Html {
  const text = pathTexts(language);
  const { group, steps, first, total } = shown;
  return html`<p class="actions path-all">
    <a class="button quiet small" href="${areaLink(areaName(shown), pageWith(first))}"
      >${text('all', { count: total, area: areaTitle(language, group) })}</a
    >
    ${steps.length > 0 && html`<span>${placesShown(language, shown)}</span>`}
  </p>`;
}

function area(view: PathView, shown: StepRange): Html {
  const { language } = view;
  const { group, steps, first, done, total } = shown;
  const partly = steps.length < total;
  return html`<h2>${areaHeading(language, group)}</h2>
    ${partly && html`<p>${pathTexts(language)('area.progress', { done, total })}</p>`}
    ${steps.length > 0 && stepList(language, steps, first)} ${partly && allStepsLink(view, shown)}`;
}

/** The path through all contents, with the reader's progress and the next step. */
export function renderPathPage(view: PathView): string {
  const { language, path } = view;
  const { done, total } = path;
  const text = pathTexts(language);
  return renderPage({
    language,
    title: text('title'),
    embedded: view.frame.embedded,
    width: 'narrow',
    navigation: view.navigation,
    scripts: view.frame.scripts,
    body: html`<h1>${text('title')}</h1>
      <p class="lead">${text('lead')}</p>
      ${
        total === 0
          ? html`<p class="notice">${text('empty')}</p>`
          : html`<div class="progress">
                <p id="path-progress">${text('progress', { done, total })}</p>
                <progress max="${total}" value="${done}" aria-labelledby="path-progress"></progress>
                ${view.graded && html`<p><small>${text('graded')}</small></p>`}
              </div>
              ${openingForm(view.hidden, html`${nextStep(view)} ${stepRangesOf(path).map((each) => area(view, each))}`)}`
      }`,
  });
}
