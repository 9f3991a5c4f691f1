import type { OrganisationId } from '../../lrs/index.js';

/** One person's run through one content. */
export interface AttemptScope {
  readonly contentId: string;
  /** The attempt's registration. */
  readonly registration: string;
  /** The person's id, a UUID of ours. */
  readonly person: string;
}

/** The state that a content type keeps for a learner ("content user data" in H5P's words). */
export interface LearnerState {
  /** H5P's name for what is kept, mostly `state`. */
  readonly dataType: string;
  /** `0` for the content itself, else the sub-content's id. */
  readonly subContentId: string;
  /** The content type's own text, mostly JSON. */
  readonly data: string;
  /** True if the player hands it to the content type at start. */
  readonly preload: boolean;
  /** Counts the writes of this state, from 1: who wrote on top of an older one can be told apart. */
  readonly revision: number;
  /** The writer of the last revision, if known. */
  readonly writer?: StateWriter;
}

/** Identifies one write by a page: a page's requests may arrive in another order than it sent them. */
export interface StateWriter {
  /** Made up by the page, and by no other. */
  readonly page: string;
  /** Counts what the page wrote, from 1. */
  readonly serial: number;
}

/** The page's knowledge of a state when it overwrote it. */
export interface StatePrecondition {
  /** The revision that the page started from; 0: there was none. */
  readonly revision: number;
  readonly writer: StateWriter;
  /** The write of an earlier page that this one took up, since it could not be sure that it had arrived: it may still do. */
  readonly follows?: StateWriter;
}

/** Commands of learner state. Each call is atomic, and durable when it returns. */
export interface LearnerStateCommands {
  /**
   * Writes one state in place of what is there. With a footing only if nothing has been written since that revision but
   * by the same page, or by what it follows; see `decideState`. If the very same data is there already, or something
   * later of the same page,
   * nothing is written, and that is no surprise.
   * @returns the revision that the state then has; `undefined` if somebody else has written since: nothing was written
   */
  writeState(
    organisation: OrganisationId,
    scope: AttemptScope,
    state: Omit<LearnerState, 'revision' | 'writer'>,
    now: string,
    precondition?: StatePrecondition,
  ): Promise<number | undefined>;
  /** Removes one state; what is absent stays absent. */
  removeState(organisation: OrganisationId, scope: AttemptScope, dataType: string, subContentId: string): Promise<void>;
  /** Erases every state of a person (UUID). @returns how many there were */
  eraseStates(organisation: OrganisationId, person: string): Promise<number>;
}

/** Queries of learner state. */
export interface LearnerStateQueries {
  findState(
    organisation: OrganisationId,
    scope: AttemptScope,
    dataType: string,
    subContentId: string,
  ): Promise<LearnerState | undefined>;
  /** Every state of one attempt, by data type, then by sub-content id, in Unicode code point order. */
  listStates(organisation: OrganisationId, scope: AttemptScope): Promise<readonly LearnerState[]>;
}
