import { type Clock, isoNow, newUuid, type Vocabulary } from '../../base/index.js';
import type { AgentKey, Lrs, OrganisationId, Partition, Position, StoredEvent } from '../../lrs/index.js';
import type { Platforms } from '../platform/index.js';
import type { GradeIntake, LtiStore, Placement } from '../store/index.js';
import { noteColumn } from './columns.js';
import { progressOf } from './progress-of.js';
import { scoreMaximum, scoreOf } from './score-of.js';

/** Dependencies of reading grades from the stream. */
export interface GradeIntakeParts {
  readonly store: LtiStore;
  readonly platforms: Pick<Platforms, 'adapterOf'>;
  readonly statements: Pick<Lrs['statements'], 'find'>;
  /** The content of an attempt, and the other attempts of its person. */
  readonly attempts: {
    find(organisation: OrganisationId, registration: string): Promise<IntakeAttempt | undefined>;
    list(organisation: OrganisationId, actors: readonly AgentKey[]): Promise<readonly IntakeAttempt[]>;
  };
  /** The contents of the whole learning path. */
  readonly catalogue: { list(organisation: OrganisationId): Promise<readonly { readonly id: string }[]> };
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
}

interface IntakeAttempt {
  readonly actor: AgentKey;
  readonly contentId: string;
  readonly placement: string;
  readonly finished?: string;
}

type QueuedScore = GradeIntake['scores'][number];
type StatementEvent = Extract<StoredEvent, { kind: 'statement' }>;

/** Reads grades from a part of the stream. */
export interface Intake {
  intakeOf(partition: Partition, events: readonly StoredEvent[], from: Position, to: Position): Promise<GradeIntake>;
  /** The last result could not be stored: progress that was reported once is to be reported again. */
  reset(): void;
}

/** Number of attempts remembered as started, so that not every answer asks the store. */
const maxCachedAttempts = 20_000;

/** The attempt a statement is about, wherever its score comes from. */
interface ReportedAttempt {
  readonly content: string;
  readonly registration: string;
  readonly issuer: string;
  readonly subject: string;
  readonly timestamp: string;
}

class StreamIntake implements Intake {
  readonly #parts: GradeIntakeParts;
  readonly #startedAttempts = new Set<string>();

  constructor(parts: GradeIntakeParts) {
    this.#parts = parts;
  }

  async intakeOf(partition: number, events: readonly StoredEvent[], from: number, to: number): Promise<GradeIntake> {
    const scores: QueuedScore[] = [];
    const withdrawn: { organisation: OrganisationId; statement: string }[] = [];
    for (const event of events) {
      if (event.kind === 'statement') {
        const score = (await this.#scoreIn(event)) ?? (await this.#progressIn(event));
        if (score !== undefined) scores.push(score);
      } else {
        const gone = event.kind === 'void' ? [event.target] : event.statements;
        withdrawn.push(...gone.map((statement) => ({ organisation: event.organisation, statement })));
      }
    }
    return { partition, from, to, scores, withdrawn, now: isoNow(this.#parts.clock) };
  }

  reset(): void {
    this.#startedAttempts.clear();
  }

  /** The placement that a statement's result counts for; `undefined` if it does not count. */
  async #earningPlacement(organisation: OrganisationId, reported: ReportedAttempt): Promise<Placement | undefined> {
    const placement = await this.#parts.store.placements.findPlacement(organisation, reported.registration);
    if (placement === undefined || !placement.graded) return undefined;
    // A sender of statements could use somebody else's registration; a grade goes to the person whose attempt it is.
    if (placement.issuer !== reported.issuer || placement.subject !== reported.subject) return undefined;
    // Nor may the result of one unit be submitted for another.
    return (await this.#parts.attempts.find(organisation, reported.registration))?.contentId === reported.content
      ? placement
      : undefined;
  }

  async #scoreToQueue(
    event: StatementEvent,
    reported: ReportedAttempt,
    placement: Placement,
    score: Pick<QueuedScore, 'scoreGiven' | 'activityProgress' | 'gradingProgress'>,
  ): Promise<QueuedScore | undefined> {
    // Its voiding statement may have come first.
    if ((await this.#parts.statements.find(event.organisation, event.id))?.voided === true) return undefined;
    const lineItem = await noteColumn(this.#parts, event.organisation, placement);
    if (lineItem === undefined) return undefined;
    const now = isoNow(this.#parts.clock);
    return {
      id: newUuid(),
      organisation: event.organisation,
      platform: placement.platform,
      deploymentId: placement.deploymentId,
      lineItem,
      subject: placement.subject,
      registration: placement.registration,
      statement: event.id,
      scoreMaximum,
      ...score,
      // A learner's clock that is ahead must not block every later score.
      timestamp: reported.timestamp < now ? reported.timestamp : now,
    };
  }

  /**
   * The completed share of a learning path, 0 to 1, including this attempt. Only attempts at the path's own place
   * count: the same unit elsewhere in the course has a grade of its own.
   */
  async #shareCompleted(organisation: OrganisationId, registration: string): Promise<number> {
    const attempt = await this.#parts.attempts.find(organisation, registration);
    if (attempt === undefined) return 0;
    const done = (await this.#parts.attempts.list(organisation, [attempt.actor])).filter(
      ({ placement, finished }) => placement === attempt.placement && finished !== undefined,
    );
    const completed = new Set([attempt.contentId, ...done.map(({ contentId }) => contentId)]);
    const contents = await this.#parts.catalogue.list(organisation);
    return contents.length === 0 ? 0 : contents.filter(({ id }) => completed.has(id)).length / contents.length;
  }

  async #scoreIn(event: StatementEvent): Promise<QueuedScore | undefined> {
    const score = scoreOf(event.text, event.stored, this.#parts.vocabulary);
    if (score === undefined) return undefined;
    const placement = await this.#earningPlacement(event.organisation, score);
    if (placement?.path === true) {
      const share = await this.#shareCompleted(event.organisation, score.registration);
      return this.#scoreToQueue(event, score, placement, {
        scoreGiven: share * scoreMaximum,
        activityProgress: share === 1 ? 'Completed' : 'InProgress',
        gradingProgress: 'FullyGraded',
      });
    }
    return (
      placement &&
      this.#scoreToQueue(event, score, placement, {
        scoreGiven: score.scoreGiven,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
      })
    );
  }

  /** Reports that somebody is in progress: once for each attempt, and only to an LMS that handles it correctly. */
  async #progressIn(event: StatementEvent): Promise<QueuedScore | undefined> {
    const progress = progressOf(event.text, event.stored, this.#parts.vocabulary);
    if (progress === undefined) return undefined;
    const key = JSON.stringify([
      event.organisation,
      progress.registration,
      progress.subject,
      progress.activityProgress,
    ]);
    if (this.#startedAttempts.has(key)) return undefined;
    this.#startedAttempts.add(key);
    if (this.#startedAttempts.size > maxCachedAttempts)
      this.#startedAttempts.delete(this.#startedAttempts.values().next().value!);
    const placement = await this.#earningPlacement(event.organisation, progress);
    if (placement === undefined) return undefined;
    const platform = await this.#parts.store.platforms.findPlatform(event.organisation, placement.platform);
    if (platform === undefined || !this.#parts.platforms.adapterOf(platform).capabilities.progress) return undefined;
    return this.#scoreToQueue(event, progress, placement, {
      scoreGiven: 0,
      activityProgress: placement.path === true ? 'InProgress' : progress.activityProgress,
      gradingProgress: 'NotReady',
    });
  }
}

export function createIntake(parts: GradeIntakeParts): Intake {
  return new StreamIntake(parts);
}
