import type { AgentKey, OrganisationId } from '../../lrs/index.js';

/** The key of an attempt: the learner, the content, and if that content is placed (the LMS's resource link). */
export interface AttemptKey {
  readonly actor: AgentKey;
  readonly contentId: string;
  readonly placement: string;
}

/** One run of one learner through one version of a content. It stands, finished or not, until the learner begins another in its place. */
export interface Attempt extends AttemptKey {
  /** xAPI's registration, a UUID. */
  readonly registration: string;
  /** The content's version when the attempt began; it keeps it to its end. */
  readonly version: number;
  /** ISO 8601 UTC with milliseconds, as are the instants below. */
  readonly started: string;
  /** When the learner completed the content. */
  readonly finished?: string;
  /** When the learner began another in its place. */
  readonly superseded?: string;
}

/** The caller's values for a new attempt. */
export interface NewAttempt {
  readonly registration: string;
  readonly now: string;
}

/** Commands of attempts. Each call is atomic, and durable when it returns. */
export interface AttemptCommands {
  /**
   * The attempt that stands at this place, finished or not; if none does, one begins, on the content's current version.
   * Two calls
   * at the same moment answer with the same attempt. Repeating it begins no second one.
   * @returns `undefined` if there is no such content
   * @throws LotseError `conflict` if one has to begin, and its registration belongs to another attempt
   */
  ensureAttempt(organisation: OrganisationId, place: AttemptKey, fresh: NewAttempt): Promise<Attempt | undefined>;
  /**
   * Begins another attempt in place of the one that stands there, if one does. Repeating it answers with the same one.
   * @returns `undefined` if there is no such content; then nothing is superseded
   * @throws LotseError `conflict` if its registration belongs to an attempt at another place
   */
  restartAttempt(organisation: OrganisationId, place: AttemptKey, fresh: NewAttempt): Promise<Attempt | undefined>;
  /** Marks an attempt as finished; the first time counts, and what is unknown stays unknown. */
  finishAttempt(organisation: OrganisationId, registration: string, now: string): Promise<void>;
  /** Erases all attempts of these actors. @returns how many there were */
  eraseAttempts(organisation: OrganisationId, actors: readonly AgentKey[]): Promise<number>;
}

/** Queries of attempts. */
export interface AttemptQueries {
  findAttempt(organisation: OrganisationId, registration: string): Promise<Attempt | undefined>;
  /** The attempt that stands at this place, finished or not. */
  findCurrentAttempt(organisation: OrganisationId, place: AttemptKey): Promise<Attempt | undefined>;
  /** All attempts of these actors, wherever they are placed, those that do not stand any more included: by content id, then by start, then by registration. */
  listAttempts(organisation: OrganisationId, actors: readonly AgentKey[]): Promise<readonly Attempt[]>;
}
