import { LotseError } from '../../base/index.js';
import type { Attempt, AttemptKey, NewAttempt } from './attempts.js';

/** The stored data needed to decide about an attempt. */
export interface AttemptFindings {
  readonly place: AttemptKey;
  readonly fresh: NewAttempt;
  /** The attempt that stands at the place. */
  readonly current: Attempt | undefined;
  /** The attempt, wherever it is placed, that has the registration of the new one already. */
  readonly registered: Attempt | undefined;
  /** The content's current version; `undefined` if there is no such content. */
  readonly version: number | undefined;
}

/** The decision: the attempt to write, and the answer. */
export type AttemptDecision =
  | { readonly kind: 'answer'; readonly attempt: Attempt | undefined }
  /** The standing one, if there is one, is superseded first. */
  | { readonly kind: 'begin'; readonly attempt: Attempt };

function begun({ place, fresh, registered, version }: AttemptFindings): AttemptDecision {
  if (version === undefined) return { kind: 'answer', attempt: undefined };
  if (registered !== undefined)
    throw new LotseError('conflict', 'This attempt has a number that another one has already.');
  const { actor, contentId, placement } = place;
  return {
    kind: 'begin',
    attempt: { actor, contentId, placement, registration: fresh.registration, version, started: fresh.now },
  };
}

/**
 * The attempt that stands goes on; if none does, one begins.
 * @throws LotseError `conflict` if the registration belongs to another place
 */
export function decideAttempt(findings: AttemptFindings): AttemptDecision {
  return findings.current === undefined ? begun(findings) : { kind: 'answer', attempt: findings.current };
}

/**
 * Another attempt begins in place of the one that stands. If it has been begun already, the command is repeated: it
 * answers with it again.
 * @throws LotseError `conflict` if the registration belongs to another place
 */
export function decideRestart(findings: AttemptFindings): AttemptDecision {
  const { place, registered } = findings;
  const isRepeated =
    registered !== undefined &&
    registered.actor === place.actor &&
    registered.contentId === place.contentId &&
    registered.placement === place.placement;
  return isRepeated ? { kind: 'answer', attempt: registered } : begun(findings);
}
