import { html, raw, type Html } from './html.js';

/** A level of the scale: 0 to 4, or `null` where nothing has been rated. */
export type Level = 0 | 1 | 2 | 3 | 4 | null;

const centre = 14;
const radius = 10;

function sector(quarters: 1 | 2 | 3): string {
  const angle = (quarters * Math.PI) / 2;
  const x = (centre + radius * Math.sin(angle)).toFixed(2);
  const y = (centre - radius * Math.cos(angle)).toFixed(2);
  return `M${centre} ${centre}V${centre - radius}A${radius} ${radius} 0 ${quarters === 3 ? 1 : 0} 1 ${x} ${y}Z`;
}

function filling(level: Level): string {
  if (level === null) return `<path class="none" d="M${centre - 4} ${centre}h8"/>`;
  if (level === 0) return '';
  if (level === 4) return `<circle class="fill" cx="${centre}" cy="${centre}" r="${radius}"/>`;
  return `<path class="fill" d="${sector(level)}"/>`;
}

/** The target as an arc around the ball, as long as its share of the scale; nothing where there is no target. */
function targetArc(target: Level): string {
  if (target === null || target === 0) return '';
  const outer = 12.7;
  const length = 2 * Math.PI * outer;
  return `<circle class="target" cx="${centre}" cy="${centre}" r="${outer}" stroke-dasharray="${((length * target) / 4).toFixed(2)} ${length.toFixed(2)}" transform="rotate(-90 ${centre} ${centre})"/>`;
}

/**
 * A Harvey ball: quarters filled for Ist, an outline around it for Soll. It is a picture beside a number, never
 * instead of one, so it is hidden from screen readers.
 */
export function harveyBall(level: Level, target: Level = null): Html {
  const dashed = level === null ? ' unrated' : '';
  return html`${raw(
    `<svg class="ball${dashed}" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false"><circle class="rim" cx="${centre}" cy="${centre}" r="${radius}"/>${filling(level)}${targetArc(target)}</svg>`,
  )}`;
}
