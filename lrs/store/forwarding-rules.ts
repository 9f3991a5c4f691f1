import type { ForwardStep, ForwardTarget } from './forwarding.js';
import type { Position } from './identifiers.js';

/** If a target is the very one that is to be added. */
export function isSameTarget(existing: ForwardTarget, added: ForwardTarget): boolean {
  return (
    existing.organisation === added.organisation && existing.created === added.created && existing.url === added.url
  );
}

/**
 * The effect of a step, by the position of the cursor.
 * @param hasDeadLetter if a dead letter of this id is kept for the target
 * @returns `apply`: it is to be taken. `applied`: it has been taken, and its answer was lost. `stale`: the cursor was
 *   moved by somebody else
 */
export function forwardStepStanding(
  cursor: Position,
  { from, to, dead }: Pick<ForwardStep, 'from' | 'to' | 'dead'>,
  hasDeadLetter: (id: string) => boolean,
): 'apply' | 'applied' | 'stale' {
  if (cursor === from) return 'apply';
  return cursor === to && dead.every(({ id }) => hasDeadLetter(id)) ? 'applied' : 'stale';
}
