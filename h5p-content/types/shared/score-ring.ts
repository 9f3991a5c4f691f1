import { element, vector } from './dom.js';
import type { Score } from './statements.js';

const around = 2 * Math.PI * 42;

/** The share of the score as a ring with the number in it; the words stand beside it. */
export function scoreRing(score: Score): HTMLElement {
  const share = score.max > 0 ? score.raw / score.max : 0;
  return element(
    'div',
    { class: 'lh-ring', 'aria-hidden': 'true' },
    vector(
      'svg',
      { viewBox: '0 0 100 100', focusable: 'false' },
      vector('circle', { class: 'lh-ring-track', cx: 50, cy: 50, r: 42 }),
      vector('circle', {
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
