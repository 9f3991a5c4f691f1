import type { AgentKey, OrganisationId, Partition, Position } from '../../lrs/index.js';

/** One statement's evidence for one competency of its actor. */
export interface Evidence {
  readonly organisation: OrganisationId;
  readonly actor: AgentKey;
  readonly framework: string;
  readonly code: string;
  /** IRI of the whole activity (unit, case), never of sub-content. */
  readonly activity: string;
  /** The activity's name as the statement gave it: language tag → text. */
  readonly activityName?: Readonly<Record<string, string>>;
  /** The attempt. */
  readonly registration?: string;
  /** Id of the statement. */
  readonly statement: string;
  readonly position: Position;
  /** When it happened, ISO 8601 UTC with milliseconds. */
  readonly timestamp: string;
  /** When it was stored, ISO 8601 UTC with milliseconds. */
  readonly stored: string;
  /** IRI of the verb. */
  readonly verb: string;
  /** −1 … 1, never −0; absent if the statement has no score that can be scaled. */
  readonly scaled?: number;
  readonly success?: boolean;
  /** The most that this activity can show, 0 … 4. */
  readonly level: number;
  /** IRI of the course it happened in. */
  readonly course?: string;
}

/** One change to the evidence. They take effect in their order. */
export type EvidenceChange =
  /** Without effect where the statement was voided before. */
  | { readonly kind: 'add'; readonly evidence: Evidence }
  /** Removes what the statement contributed, and refuses what it may still contribute. */
  | { readonly kind: 'void'; readonly organisation: OrganisationId; readonly statement: string }
  /** Removes what the statement contributed; one of the same id that comes later counts again. */
  | { readonly kind: 'erase'; readonly organisation: OrganisationId; readonly statement: string };

/** Names a rebuild: a UUID that its beginner draws. */
export type RebuildId = string;

/** A step of the projection: what changed between two positions. */
export interface ProjectionStep {
  readonly partition: Partition;
  /** The evidence to change: the live one, or that of a rebuild. */
  readonly target: 'live' | RebuildId;
  /** Where the cursor must stand for the step to happen. */
  readonly from: Position;
  /** Where it stands afterwards; `from` or later. */
  readonly to: Position;
  readonly changes: readonly EvidenceChange[];
  /** Names the way in which statements were read; kept when a partition's first step makes it live. */
  readonly projectionVersion: string;
}

/** Where the evidence of a partition stands. */
export interface ProjectionState {
  /** The position up to which every event is in the evidence. */
  readonly position: Position;
  /** The version of the projection that computed it; absent before the first step. */
  readonly projectionVersion?: string;
}

/** Commands of the evidence. Each call is atomic, and durable when it returns. */
export interface CompetencyCommands {
  /**
   * Changes the evidence and moves its cursor, both or neither (compare and set on `from`).
   * @returns `stale` if the cursor stands elsewhere, or the rebuild was abandoned: then nothing changed. `committed`
   *   also if it has been moved by this very step (`projectionStepStanding`)
   */
  commitEvidence(step: ProjectionStep): Promise<'committed' | 'stale'>;
  /** Begins a rebuild at position 0, out of readers' sight; one that was under way in this partition is abandoned. Begun again, it goes on as it is. */
  beginRebuild(partition: Partition, rebuild: RebuildId, projectionVersion: string): Promise<void>;
  /**
   * Shows readers the rebuilt evidence instead of the old, at once.
   * @returns `finished` also if it has been; `behind` if it does not stand exactly where the live evidence does;
   * `abandoned` if another began since
   */
  finishRebuild(partition: Partition, rebuild: RebuildId): Promise<'finished' | 'behind' | 'abandoned'>;
  /**
   * Deletes evidence that no reader can see any more, a bounded number of rows per call.
   * @returns whether more is left
   */
  discardEvidence(limit: number): Promise<boolean>;
}

/** Queries of the evidence. */
export interface CompetencyQueries {
  /** Where the live evidence of a partition stands; position 0 before the first step. */
  findProjectionState(partition: Partition): Promise<ProjectionState>;
  /** Everything about these actors, each by timestamp, then position, framework and code; none that has no evidence. */
  listEvidence(
    organisation: OrganisationId,
    actors: readonly AgentKey[],
  ): Promise<ReadonlyMap<AgentKey, readonly Evidence[]>>;
}

/** The competency room's port to its store. */
export type CompetencyStore = CompetencyCommands & CompetencyQueries;
