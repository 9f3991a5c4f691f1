import type { Position } from '../../lrs/index.js';
import type { ProjectionStep } from './competency-store.js';

/**
 * The effect of a step, by the position of the cursor.
 * @returns `apply`: it is to be taken. `applied`: it has been taken, and its answer was lost. `stale`: the cursor was
 *   moved by somebody else
 */
export function projectionStepStanding(
  cursor: Position,
  { from, to }: Pick<ProjectionStep, 'from' | 'to'>,
): 'apply' | 'applied' | 'stale' {
  if (cursor === from) return 'apply';
  return cursor === to && to > from ? 'applied' : 'stale';
}
