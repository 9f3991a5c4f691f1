import { isoNow, newUuid } from '../../base/index.js';
import {
  type Consumer,
  consumePartitions,
  type OrganisationId,
  type StreamQueries,
  type ProcessLeases,
} from '../../lrs/index.js';
import type { Grade, GradePageRequest, Placement } from '../store/index.js';
import { findQueueKey } from './columns.js';
import { createIntake, type Intake, type GradeIntakeParts } from './intake.js';
import { createSender, type Sender, type SenderParts } from './sender.js';

/** Dependencies of grades. */
export interface GradesParts extends Omit<GradeIntakeParts, 'catalogue'>, Omit<SenderParts, 'attempts' | 'catalogue'> {
  readonly stream: StreamQueries;
  readonly platforms: GradeIntakeParts['platforms'] & SenderParts['platforms'];
  readonly catalogue: GradeIntakeParts['catalogue'] & SenderParts['catalogue'];
  /** Leases, if several processes may run, so that only one of them at a time reads the stream. */
  readonly leases?: ProcessLeases;
}

/** Grades on their way from statements to the LMS. */
export interface Grades {
  /** Starts to read scores from the stream, and to send them. */
  start(): Promise<void>;
  /** Stops both after their current work. Waiting grades are sent after the next start. */
  stop(): Promise<void>;
  /** Resolves once every statement stored before this call has been read. */
  idle(): Promise<void>;
  /** Sends the grades that are due; returns the number of attempts. */
  sendDue(): Promise<number>;
  /** An organisation's queue, including sent and failed grades. */
  list(organisation: OrganisationId): Promise<readonly Grade[]>;
  /** The grade in the column of this placement, whichever attempt it comes from. */
  of(organisation: OrganisationId, placement: Placement): Promise<Grade | undefined>;
  /** Replays a failed grade; `false` if there is none. */
  replay(organisation: OrganisationId, id: string): Promise<boolean>;
  /** Replays every failed grade, of one platform or of all; returns their number. */
  replayFailed(organisation: OrganisationId, platform?: string): Promise<number>;
  /** A page of an organisation's queue. */
  page(organisation: OrganisationId, request: GradePageRequest): Promise<readonly Grade[]>;
  /** Number of an organisation's grades in each state. */
  counts(organisation: OrganisationId): Promise<Readonly<Record<Grade['state'], number>>>;
}

const batch = 200;

class GradeService implements Grades {
  readonly #parts: GradesParts;
  readonly #intake: Intake;
  readonly #sender: Sender;
  #consumers: readonly Consumer[] = [];

  constructor(parts: GradesParts) {
    this.#parts = parts;
    this.#intake = createIntake(parts);
    this.#sender = createSender(parts);
  }

  async start(): Promise<void> {
    const { stream, logger, leases } = this.#parts;
    this.#consumers = await consumePartitions({ stream, batch, logger, name: 'grades', leases }, (partition) => ({
      cursor: () => this.#parts.store.grades.findGradeCursor(partition),
      handle: async (events, from, to) => {
        try {
          const read = await this.#intake.intakeOf(partition, events, from, to);
          // If another process was faster, its rows are there and the cursor has moved on.
          await this.#parts.store.grades.takeGrades(read);
          if (read.scores.length > 0) this.#sender.wake();
        } catch (caught) {
          this.#intake.reset();
          throw caught;
        }
      },
    }));
    for (const consumer of this.#consumers) consumer.start();
    this.#sender.start();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#consumers.map((consumer) => consumer.stop()), this.#sender.stop()]);
  }

  async idle(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.idle()));
  }

  sendDue(): Promise<number> {
    return this.#sender.sendDue();
  }

  list(organisation: OrganisationId): Promise<readonly Grade[]> {
    return this.#parts.store.grades.listGrades(organisation);
  }

  async of(organisation: OrganisationId, placement: Placement): Promise<Grade | undefined> {
    const { platform, subject } = placement;
    const lineItem = await findQueueKey(this.#parts, organisation, placement);
    return lineItem === undefined
      ? undefined
      : this.#parts.store.grades.findGrade(organisation, { platform, lineItem, subject });
  }

  page(organisation: OrganisationId, request: GradePageRequest): Promise<readonly Grade[]> {
    return this.#parts.store.grades.listGradePage(organisation, request);
  }

  counts(organisation: OrganisationId): Promise<Readonly<Record<'waiting' | 'sent' | 'failed' | 'declined', number>>> {
    return this.#parts.store.grades.countGrades(organisation);
  }

  async replayFailed(organisation: OrganisationId, platform: string | undefined): Promise<number> {
    const replayed = await this.#parts.store.grades.replayFailedGrades(organisation, platform, {
      id: newUuid(),
      now: isoNow(this.#parts.clock),
    });
    if (replayed > 0) this.#sender.wake();
    return replayed;
  }

  async replay(organisation: OrganisationId, id: string): Promise<boolean> {
    const replayed = await this.#parts.store.grades.replayGrade(organisation, id, {
      id: newUuid(),
      now: isoNow(this.#parts.clock),
    });
    if (replayed) this.#sender.wake();
    return replayed;
  }
}

export function createGrades(parts: GradesParts): Grades {
  return new GradeService(parts);
}
