import { html, type Html, raw } from '../../web/index.js';

/** A level of the scale: 0 to 4, or `null` if nothing has been rated. */
export type BallLevel = 0 | 1 | 2 | 3 | 4 | null;

const centre = 14;
const radius = 10;

function sector(quarters: 1 | 2 | 3): string {
  const angle = (quarters * Math.PI) / 2;
  const x = (centre + radius * Math.sin(angle)).toFixed(2);
  const y = (centre - radius * Math.cos(angle)).toFixed(2);
  return `M${centre} ${centre}V${centre - radius}A${radius} ${radius} 0 ${quarters === 3 ? 1 : 0} 1 ${x} ${y}Z`;
}

function filling(level: BallLevel): string {
  if (level === null) return `<path class="none" d="M${centre - 4} ${centre}h8"/>`;
  if (level === 0) return '';
  if (level === 4) return `<circle class="fill" cx="${centre}" cy="${centre}" r="${radius}"/>`;
  return `<path class="fill" d="${sector(level)}"/>`;
}

/** The target as an arc around the ball, as long as its share of the scale; nothing if there is no target. */
function targetArc(target: BallLevel): string {
  if (target === null || target === 0) return '';
  const outer = 12.7;
  const length = 2 * Math.PI * outer;
  return `<circle class="target" cx="${centre}" cy="${centre}" r="${outer}" stroke-dasharray="${((length * target) / 4).toFixed(2)} ${length.toFixed(2)}" transform="rotate(-90 ${centre} ${centre})"/>`;
}

function drawing(level: BallLevel, target: BallLevel): string {
  return `<circle class="rim" cx="${centre}" cy="${centre}" r="${radius}"/>${filling(level)}${targetArc(target)}`;
}

const classOf = (level: BallLevel): string => (level === null ? 'ball unrated' : 'ball');

/**
 * A Harvey ball: quarters filled for Ist, an outline around it for Soll. It is a picture beside a number, never
 * instead of one, so it is hidden from screen readers.
 */
export function renderHarveyBall(level: BallLevel, target: BallLevel = null): Html {
  return html`${raw(`<svg class="${classOf(level)}" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">${drawing(level, target)}</svg>`)}`;
}

/** A ball's level and target. */
export interface Ball {
  readonly level: BallLevel;
  readonly target: BallLevel;
}

const shapeOf = ({ level, target }: Ball): string => `ball-${level ?? 'n'}-${target ?? 'n'}`;

/** The shapes of many balls, each once, for `ballUse` on the same page: a table of hundreds of people stays light. */
export function ballShapes(balls: readonly Ball[]): Html {
  const shapes = new Map(balls.map((ball) => [shapeOf(ball), ball]));
  return html`${raw(
    `<svg class="ball-shapes" width="0" height="0" aria-hidden="true" focusable="false">${[...shapes]
      .map(
        ([id, { level, target }]) =>
          `<symbol id="${id}" viewBox="0 0 28 28"><g class="${classOf(level)}">${drawing(level, target)}</g></symbol>`,
      )
      .join('')}</svg>`,
  )}`;
}

/** The same ball as `renderHarveyBall`, using the shapes of `ballShapes`. */
export function ballUse(level: BallLevel, target: BallLevel = null): Html {
  return html`${raw(`<svg class="ball" width="28" height="28" aria-hidden="true" focusable="false"><use href="#${shapeOf({ level, target })}"/></svg>`)}`;
}
