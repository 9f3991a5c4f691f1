import type { OrganisationId, Partition, Position } from '../../lrs/index.js';
import type { ClaimLease } from './claim-leases.js';

/** The place in an LMS's grade book that a score belongs to. */
export interface GradeKey {
  readonly platform: string;
  /** AGS line item URL, or the `cell` of a column that had none yet. */
  readonly lineItem: string;
  /** The subject of the attempt's statements. */
  readonly subject: string;
}

/** A score that a statement reports (AGS 2.0 §3.4). */
export interface GradeScore extends GradeKey {
  readonly organisation: OrganisationId;
  readonly deploymentId: string;
  /** The attempt it was reached in. */
  readonly registration: string;
  /** UUID of the statement that reports it. */
  readonly statement: string;
  /** 0, and not to be sent, where `gradingProgress` is not FullyGraded. */
  readonly scoreGiven: number;
  readonly scoreMaximum: number;
  readonly activityProgress: 'Initialized' | 'Started' | 'InProgress' | 'Submitted' | 'Completed';
  readonly gradingProgress: 'FullyGraded' | 'Pending' | 'PendingManual' | 'Failed' | 'NotReady';
  /** When it was reached, ISO 8601 UTC with milliseconds. */
  readonly timestamp: string;
}

/** A row of the queue. There is one per cell, holding the best score, or how far somebody has come without one. */
export interface Grade extends GradeScore {
  /** UUID. */
  readonly id: string;
  /** `declined`: the LMS takes no grade for this person; nothing is wrong and nothing is lost. */
  readonly state: 'waiting' | 'sent' | 'failed' | 'declined';
  /** Grows with each better score, so that what was sent can be told from what is there now. */
  readonly revision: number;
  /** Number of failed attempts to send this revision. */
  readonly attempts: number;
  /** Not before this instant, ISO 8601 UTC. */
  readonly nextTry: string;
  /** Why the last try failed: a code and words of ours. */
  readonly lastError?: string;
  /** The timestamp the LMS has last accepted for this cell; the next must be later. */
  readonly lastTimestamp?: string;
}

/** A row somebody is about to send. Nobody else gets it before the lease runs out. */
export interface ClaimedGrade extends Grade {
  readonly lease: string;
}

/** The outcome of a sender's claim. Ignored (`false`) if the lease is no longer its own. */
export type GradeOutcome =
  /** The LMS has it. A better score that came meanwhile stays waiting. */
  | { readonly kind: 'sent'; readonly timestamp: string }
  /** Try again at `nextTry`; where the LMS holds a later timestamp, with one later than `notBefore`. */
  | { readonly kind: 'retry'; readonly nextTry: string; readonly error: string; readonly notBefore?: string }
  /** Give up until somebody looks at it. */
  | { readonly kind: 'failed'; readonly error: string }
  /** Nobody has tried: it waits as before. */
  | { readonly kind: 'released' }
  /** The LMS does not want it. */
  | { readonly kind: 'declined'; readonly error: string };

/** The grades in a stretch of the stream. */
export interface GradeIntake {
  readonly partition: Partition;
  /** The cursor as it was when the stretch was read. */
  readonly from: Position;
  readonly to: Position;
  /** In the order of their statements; `id` is used where the cell is new. */
  readonly scores: readonly (GradeScore & { readonly id: string })[];
  /** Statements that no longer count (voided or erased): scores from them that still wait are dropped. */
  readonly withdrawn: readonly { readonly organisation: OrganisationId; readonly statement: string }[];
  /** The present, ISO 8601 UTC. */
  readonly now: string;
}

/** Part of an organisation's queue. */
export interface GradePageRequest {
  /** Left out: in any state. */
  readonly states?: readonly Grade['state'][];
  /** Left out: of every platform. */
  readonly platform?: string;
  /** The last one of the page before. */
  readonly after?: Pick<Grade, 'timestamp' | 'id'>;
  readonly limit: number;
}

/** A sender's claim to grades. */
export interface GradeClaim {
  readonly lease: ClaimLease;
  readonly limit: number;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** That somebody wants failed grades to be sent again. */
export interface GradeReplay {
  /** UUID of this wish; a command that is repeated has the same. */
  readonly id: string;
  /** When they are due, ISO 8601 UTC. */
  readonly now: string;
}

/** Commands of grades. */
export interface GradeCommands {
  /**
   * Takes scores in and moves the cursor, both or neither. A score enters its cell if it is the first there, or says
   * more (`isBetterScore`); then it waits to be sent. Repeated, also after the cursor has moved on, it answers `true` and
   * changes nothing.
   * @returns `false` if the stretch is not taken in: the cursor was elsewhere, nothing was written
   */
  takeGrades(intake: GradeIntake): Promise<boolean>;
  /**
   * Claims waiting rows that are due and that nobody holds (`isGradeDue`, `isLeaseHeld`), those due longest first. Rows of
   * a platform that is switched off wait until it is on again. Repeated with the same lease id it answers what that lease
   * holds, and claims only if that is nothing.
   */
  claimGrades(claim: GradeClaim): Promise<readonly ClaimedGrade[]>;
  /**
   * Ends the claim of one row, see `settledGrade`. A claim is settled once: repeated it answers `true` and changes nothing.
   * @param lease the claim's lease id
   * @param revision of the row as it was claimed
   * @returns `false` if the row is gone, or somebody else has claimed it since: nothing is written
   */
  settleGrade(
    organisation: OrganisationId,
    id: string,
    lease: string,
    revision: number,
    outcome: GradeOutcome,
  ): Promise<boolean>;
  /**
   * Lets a failed or declined row be sent again. Repeated with the same replay id it answers `true` and changes nothing,
   * whatever has become of the row since.
   * @returns `false` if there is none
   */
  replayGrade(organisation: OrganisationId, id: string, replay: GradeReplay): Promise<boolean>;
  /**
   * Lets every failed row be sent again, of one platform or of all; what was declined stays. Repeated with the same
   * replay id it answers the same and leaves those alone that have failed anew; others that have failed meanwhile are
   * reached too, as by a replay that came later.
   * @returns how many rows this replay has let be sent again
   */
  replayFailedGrades(organisation: OrganisationId, platform: string | undefined, replay: GradeReplay): Promise<number>;
}

/** Queries of grades. */
export interface GradeQueries {
  /** The position up to which a partition has been taken in; 0 at first. */
  findGradeCursor(partition: Partition): Promise<Position>;
  /** Finds the grade with a key. */
  findGrade(organisation: OrganisationId, key: GradeKey): Promise<Grade | undefined>;
  /** An organisation's queue, ascending by id. */
  listGrades(organisation: OrganisationId): Promise<readonly Grade[]>;
  /** A page of an organisation's queue: the score reached last comes first, of the same instant the greater id. */
  listGradePage(organisation: OrganisationId, request: GradePageRequest): Promise<readonly Grade[]>;
  /** Number of rows of an organisation in each state. */
  countGrades(organisation: OrganisationId): Promise<Readonly<Record<Grade['state'], number>>>;
  /**
   * When the next waiting row can be claimed (ISO 8601 UTC, its lease included), those of platforms that are switched
   * off left out; `undefined` if none waits.
   */
  findNextDueGrade(): Promise<string | undefined>;
  /** Number of rows of all organisations that wait, and number that have failed for good. */
  countQueuedGrades(): Promise<{ readonly waiting: number; readonly failed: number }>;
}
