import { element, svgElement } from './dom.js';
import type { CommonTexts } from './scored-content.js';
import { isPassed, type EventScore } from './statements.js';
import { fill } from './texts.js';

/**
 * The score, and if it is enough to pass; without anything judged, a note that the content is completed.
 * @param lead the text for what was reached, where another than the usual one fits
 */
export function scoreSummary(
  score: EventScore,
  passPercentage: number,
  texts: CommonTexts,
  lead: string = texts.score,
): HTMLElement {
  if (score.max === 0) return element('p', { class: 'lh-lead' }, texts.withoutScore);
  const passed = isPassed(score, passPercentage);
  return element(
    'div',
    { class: 'lh-summary' },
    scoreRing(score),
    element(
      'div',
      {},
      element('p', { class: 'lh-lead' }, fill(lead, { score: score.raw, max: score.max })),
      element('p', {}, passed ? texts.passed : fill(texts.notPassed, { percent: passPercentage })),
    ),
  );
}

/** A part of the last page with a heading. */
export function section(title: string, ...content: readonly Node[]): HTMLElement {
  return element('section', { class: 'lh-section' }, element('h3', {}, title), ...content);
}

const around = 2 * Math.PI * 42;

/** The share of the score as a ring with the number in it; the words stand beside it. */
function scoreRing(score: EventScore): HTMLElement {
  const share = score.max > 0 ? score.raw / score.max : 0;
  return element(
    'div',
    { class: 'lh-ring', 'aria-hidden': 'true' },
    svgElement(
      'svg',
      { viewBox: '0 0 100 100', focusable: 'false' },
      svgElement('circle', { class: 'lh-ring-track', cx: 50, cy: 50, r: 42 }),
      svgElement('circle', {
        class: 'lh-ring-share',
        cx: 50,
        cy: 50,
        r: 42,
        transform: 'rotate(-90 50 50)',
        'stroke-dasharray': `${around * share} ${around}`,
      }),
    ),
    element('span', { class: 'lh-ring-number' }, `${Math.round(share * 100)} %`),
  );
}
