import { svgElement } from './dom.js';

const paths = {
  text: 'M4 5.5c2.8-1.2 5.4-1 8 .8 2.6-1.8 5.2-2 8-.8v13c-2.8-1.2-5.4-1-8 .8-2.6-1.8-5.2-2-8-.8zM12 6.3v13',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9.5h.01',
  question: 'M9 9a3 3 0 1 1 4.2 2.75c-.8.4-1.2 1-1.2 1.9v.6M12 17.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  reflection: 'M9 18.5h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z',
  transfer: 'M5 21V4M5 5c4-2 7 2 13 0l-2.5 4.5L18 14c-6 2-9-2-13 0',
  decision: 'M12 21v-7M12 14c0-4-6-3-6-8M12 14c0-4 6-3 6-8M3.5 8.5 6 6l2.5 2.5M15.5 8.5 18 6l2.5 2.5',
  writing: 'M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19zM14.5 6.5l3 3',
  rating: 'M4 19.5h16M6.5 16v-3M12 16V9.5M17.5 16V5',
  situation: 'M4 20V9l8-5 8 5v11M9.5 20v-6h5v6',
  result: 'M12 15.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8.5 14.5 7 21l5-2.5L17 21l-1.5-6.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  ring: 'M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
  next: 'M5 12h14M13 6l6 6-6 6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  clock: 'M12 7.5V12l3 2M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
  cards: 'M7 7h13v12H7zM4 16V4h12',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  again: 'M5 12a7 7 0 1 0 2-4.9L4.5 9.5M4.5 4.5v5h5',
  folder: 'M3.5 6h6l2 2.5h9V19h-17z',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside a word; never the only carrier of a meaning. */
export function icon(name: IconName): SVGElement {
  return svgElement(
    'svg',
    { class: 'lh-icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('path', { d: paths[name] }),
  );
}

/** A Harvey ball: a circle filled to level / 4. The number is always beside it. */
export function harveyBallIcon(level: number): SVGElement {
  const filled =
    level >= 4
      ? svgElement('circle', { cx: 12, cy: 12, r: 9, class: 'lh-ball-fill' })
      : svgElement('path', { d: sector(level), class: 'lh-ball-fill' });
  return svgElement(
    'svg',
    { class: 'lh-ball', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    ...(level > 0 ? [filled] : []),
    svgElement('circle', { cx: 12, cy: 12, r: 9, class: 'lh-ball-line' }),
  );
}

function sector(quarters: number): string {
  const end = ['12 3', '21 12', '12 21', '3 12'][quarters] ?? '12 3';
  return `M12 12V3A9 9 0 ${quarters > 2 ? 1 : 0} 1 ${end}Z`;
}

/** Replaces a Harvey ball without a rating: a dash, never an empty ball, which would read as 0. */
export function notRatedIcon(): SVGElement {
  return svgElement(
    'svg',
    { class: 'lh-ball', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('path', { d: 'M6 12h12', class: 'lh-ball-line' }),
  );
}

/** A course from harbour to beacon, dotted like on a chart: the opening picture of a content. Narrow screens see its end. */
export function courseLine(): SVGElement {
  return svgElement(
    'svg',
    {
      class: 'lh-course',
      viewBox: '0 0 720 96',
      'aria-hidden': 'true',
      focusable: 'false',
      preserveAspectRatio: 'xMaxYMid slice',
    },
    svgElement('path', {
      class: 'lh-course-line',
      d: 'M-20 62C60 96 110 20 210 34s130 56 230 40 90-52 150-52 60 22 96 4',
    }),
    svgElement('circle', { class: 'lh-course-stop', cx: 210, cy: 34, r: 6 }),
    svgElement('circle', { class: 'lh-course-stop', cx: 440, cy: 74, r: 6 }),
    svgElement('circle', { class: 'lh-course-halo', cx: 682, cy: 28, r: 20 }),
    svgElement('circle', { class: 'lh-course-goal', cx: 682, cy: 28, r: 8 }),
  );
}
