import type { LearnerState, StatePrecondition } from './learner-state.js';

/** The outcome of a write: it is made as this revision, it was made before, or somebody else has written since. */
export type StateDecision =
  | { readonly kind: 'write'; readonly revision: number }
  | { readonly kind: 'keep'; readonly revision: number }
  | { readonly kind: 'refuse' };

/**
 * Decides about one write of a learner state.
 * @param there what is there
 * @param footing what the page that writes knew of it; left out: it says nothing, and the last write counts
 */
export function decideState(
  there: LearnerState | undefined,
  state: Pick<LearnerState, 'data' | 'preload'>,
  precondition: StatePrecondition | undefined,
): StateDecision {
  const revision = there?.revision ?? 0;
  if (there !== undefined && isMade(there, state, precondition)) return { kind: 'keep', revision };
  return precondition === undefined || canFollow(there, precondition)
    ? { kind: 'write', revision: revision + 1 }
    : { kind: 'refuse' };
}

/** The very same has been written, or something later of the same page. */
function isMade(
  there: LearnerState,
  { data, preload }: Pick<LearnerState, 'data' | 'preload'>,
  precondition: StatePrecondition | undefined,
): boolean {
  if (precondition === undefined) return there.writer === undefined && there.data === data && there.preload === preload;
  const { writer } = precondition;
  return there.data === data || (there.writer?.page === writer.page && writer.serial <= there.writer.serial);
}

/** Nothing has been written since but by the same page, or by what it follows. */
function canFollow(there: LearnerState | undefined, { revision, writer, follows }: StatePrecondition): boolean {
  if ((there?.revision ?? 0) === revision || there?.writer?.page === writer.page) return true;
  return follows !== undefined && there?.writer?.page === follows.page && there.writer.serial <= follows.serial;
}
