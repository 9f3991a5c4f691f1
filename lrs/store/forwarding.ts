import type { OrganisationId, Position } from './identifiers.js';
import type { Partition } from './stream.js';

/** Somebody who is told of what is stored. */
export interface ForwardTarget {
  /** UUID. */
  readonly id: string;
  readonly organisation: OrganisationId;
  /** `lrs`: statements go to another LRS's statements resource. `webhook`: they go to this address in one JSON body. */
  readonly kind: 'lrs' | 'webhook';
  readonly url: string;
  /** IRIs; empty: every verb. */
  readonly verbs: readonly string[];
  /** Prefixes of the object's IRI; empty: any object. */
  readonly activities: readonly string[];
  /** Key and secret, or what signs a webhook: sealed text. */
  readonly sealedSecret?: string;
  /** True if it may lie in a private network. */
  readonly allowPrivate: boolean;
  readonly created: string;
}

/** The progress of a target. */
export interface ForwardProgress {
  /** Tries that have failed since the last success. */
  readonly failures: number;
  /** Not before this instant, ISO 8601 UTC with milliseconds. */
  readonly nextTry: string;
  /** Why the last try failed, in words of ours; without names, addresses of people or secrets. */
  readonly lastError?: string;
}

/** A statement that a target refuses for good. */
export interface DeadLetter {
  /** UUID. */
  readonly id: string;
  /** UUID of the statement. */
  readonly statement: string;
  readonly position: Position;
  readonly error: string;
  readonly when: string;
}

/** A stretch of the stream that a target has been told of. */
export interface ForwardStep {
  readonly organisation: OrganisationId;
  readonly target: string;
  readonly partition: Partition;
  /** Where the cursor must stand. */
  readonly from: Position;
  readonly to: Position;
  /** The statements that the target refused. */
  readonly dead: readonly DeadLetter[];
}

/** Commands of forwarding. Each call is atomic, and durable when it returns. */
export interface ForwardingCommands {
  /**
   * Adds a target that is told of everything behind these positions; one that is added again is the same.
   * @throws LotseError `conflict` if the id is taken; `not-found` if there is no such organisation
   */
  addTarget(
    target: ForwardTarget,
    start: readonly { readonly partition: Partition; readonly position: Position }[],
  ): Promise<void>;
  /** Removes a target of the organisation with its cursors and dead letters. */
  removeTarget(organisation: OrganisationId, id: string): Promise<void>;
  /**
   * Moves a cursor, keeps what was refused, and forgets earlier failures, all or nothing (compare and set on `from`).
   * @returns `false` if the cursor stands elsewhere, or the target is gone: then nothing changed. `true` also where
   *   it has been moved by this very step (`forwardStepStanding`)
   */
  advanceForwarding(step: ForwardStep): Promise<boolean>;
  /** Notes that a try has failed; `false` if the target is gone. */
  postponeForwarding(organisation: OrganisationId, target: string, progress: ForwardProgress): Promise<boolean>;
  /** Removes a dead letter of a target of the organisation. */
  removeDeadLetter(organisation: OrganisationId, target: string, deadLetter: string): Promise<void>;
}

/** Queries of forwarding. */
export interface ForwardingQueries {
  /** The targets of all organisations, ascending by id. */
  listAllTargets(): Promise<readonly ForwardTarget[]>;
  /** An organisation's targets, ascending by id. */
  listTargets(organisation: OrganisationId): Promise<readonly ForwardTarget[]>;
  /** The progress of a target; `undefined` if there is none. */
  findForwardProgress(organisation: OrganisationId, target: string): Promise<ForwardProgress | undefined>;
  /** The position up to which a target has been told; 0 where nothing says otherwise. */
  findForwardCursor(organisation: OrganisationId, target: string, partition: Partition): Promise<Position>;
  /** A target's dead letters, ascending by position, then id. */
  listDeadLetters(organisation: OrganisationId, target: string, limit: number): Promise<readonly DeadLetter[]>;
}
