import { element } from './dom.js';
import { scoreRing } from './score-ring.js';
import type { CommonTexts } from './scored-content.js';
import { isPassed, type Score } from './statements.js';
import { fill } from './texts.js';

/**
 * The score, and if it is enough to pass; without anything judged, a note that the content is completed.
 * @param lead the text for what was reached, where another than the usual one fits
 */
export function scoreSummary(
  score: Score,
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
