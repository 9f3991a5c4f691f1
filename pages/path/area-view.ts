import type { Framework } from '../../competency/index.js';
import { html, type Html, renderPage } from '../../web/index.js';
import type { AreaPage } from './step-ranges.js';
import { competencyIn } from './order.js';
import type { PathStep } from './progress.js';
import { areaHeading, areaTitle, openingForm, type PathPageView, placesShown, stepList } from './step-view.js';
import { pathTexts } from './texts.js';

/** Data of a page of one area of the path. */
export interface AreaView extends PathPageView {
  readonly area: AreaPage;
  readonly framework: Framework;
  /** The path's own page. */
  readonly whole: string;
  /** Another page of this area. */
  readonly turnTo: (page: number) => string;
}

/** Steps for the same competency, which follow each other in the path. */
interface Run {
  readonly code: string | undefined;
  readonly name: string | undefined;
  readonly steps: readonly PathStep[];
  readonly first: number;
}

function runsOf({ language, area: { steps, first }, framework }: AreaView): readonly Run[] {
  const competencyOf = competencyIn(framework);
  const runs: Run[] = [];
  for (const [index, step] of steps.entries()) {
    const competency = competencyOf(step.content);
    const last = runs.at(-1);
    if (last !== undefined && last.code === competency?.code)
      runs[runs.length - 1] = { ...last, steps: [...last.steps, step] };
    else runs.push({ code: competency?.code, name: competency?.name[language], steps: [step], first: first + index });
  }
  return runs;
}

function pager({ language, area: { page: number, pages }, turnTo }: AreaView): Html {
  if (pages === 1) return html``;
  const text = pathTexts(language);
  const turn = (to: number, label: string): Html =>
    html`<a class="button quiet small" href="${turnTo(to)}">${label}</a>`;
  return html`<nav aria-label="${text('page.label')}" class="actions pager">
    ${number > 1 && turn(number - 1, text('page.back'))}
    <span>${text('page.number', { page: number, pages })}</span>${number < pages && turn(number + 1, text('page.next'))}
  </nav>`;
}

/** One area of the path, page by page, with its steps grouped by competency. */
export function renderAreaPage(view: AreaView): string {
  const { language, area, whole } = view;
  const text = pathTexts(language);
  const { group, done, total, page: number, pages } = area;
  const title = areaTitle(language, group);
  return renderPage({
    language,
    title: pages === 1 ? title : `${title}, ${text('page.number', { page: number, pages })}`,
    embedded: view.frame.embedded,
    width: 'narrow',
    navigation: view.navigation,
    scripts: view.frame.scripts,
    body: html`<p class="no-print"><a href="${whole}">${text('whole')}</a></p>
      <h1>${areaHeading(language, group)}</h1>
      <p class="lead">${text('area.progress', { done, total })} ${pages > 1 && `${placesShown(language, area)}.`}</p>
      ${openingForm(
        view.hidden,
        html`${runsOf(view).map(
          ({ code, name, steps: own, first: place }) =>
            html`${name !== undefined && html`<h2><span class="code">${code}</span> ${name}</h2>`}
            ${stepList(language, own, place)}`,
        )}`,
      )}
      ${pager(view)}`,
  });
}
