import { isoNow, newUuid } from '../../base/index.js';
import { consume, type Consumer, type OrganisationId, type StreamQueries, type Turns } from '../../lrs/index.js';
import type { Grade, GradePageRequest, Placement } from '../store/index.js';
import { knownCell } from './columns.js';
import { createIntake, type IntakeParts } from './intake.js';
import { createSender, type SenderParts } from './sender.js';

/** Dependencies of grades. */
export interface GradesParts extends Omit<IntakeParts, 'catalogue'>, Omit<SenderParts, 'attempts' | 'catalogue'> {
  readonly stream: StreamQueries;
  readonly platforms: IntakeParts['platforms'] & SenderParts['platforms'];
  readonly catalogue: IntakeParts['catalogue'] & SenderParts['catalogue'];
  /** Where several processes may run: so that one of them at a time takes scores in. */
  readonly turns?: Turns;
}

/** The way of grades from statements to the LMS. */
export interface Grades {
  /** Begins to take scores out of the stream, and to send them. */
  start(): Promise<void>;
  /** Ends both; what is under way is finished first. What waits is sent after the next start. */
  stop(): Promise<void>;
  /** Resolves once every statement stored before this call has been taken in. */
  idle(): Promise<void>;
  /** Sends what is due now; returns how many tries that took. */
  sendDue(): Promise<number>;
  /** An organisation's queue, what was sent and what failed included. */
  list(organisation: OrganisationId): Promise<readonly Grade[]>;
  /** The grade that goes to where this placement's scores go, whichever attempt it was reached in. */
  of(organisation: OrganisationId, placement: Placement): Promise<Grade | undefined>;
  /** Lets a failed grade be sent again; `false` where there is none. */
  replay(organisation: OrganisationId, id: string): Promise<boolean>;
  /** Lets every failed grade be sent again, of one platform or of all; returns how many. */
  replayFailed(organisation: OrganisationId, platform?: string): Promise<number>;
  /** Part of an organisation's queue. */
  page(organisation: OrganisationId, request: GradePageRequest): Promise<readonly Grade[]>;
  /** Number of an organisation's grades in each state. */
  counts(organisation: OrganisationId): Promise<Readonly<Record<Grade['state'], number>>>;
}

const batch = 200;

export function createGrades(parts: GradesParts): Grades {
  const { store, stream, clock, logger, turns } = parts;
  const intake = createIntake(parts);
  const sender = createSender(parts);
  let consumers: readonly Consumer[] = [];

  return {
    async start() {
      const partitions = await stream.listPartitions();
      consumers = partitions.map((partition) =>
        consume({
          stream,
          partition,
          batch,
          logger,
          ...(turns === undefined ? {} : { turn: turns(`grades ${partition}`) }),
          cursor: () => store.grades.findGradeCursor(partition),
          handle: async (events, from, to) => {
            try {
              const read = await intake.intakeOf(partition, events, from, to);
              // Where another process was faster, its rows are there and the cursor has moved on.
              await store.grades.takeGrades(read);
              if (read.scores.length > 0) sender.wake();
            } catch (caught) {
              intake.forget();
              throw caught;
            }
          },
        }),
      );
      for (const consumer of consumers) consumer.start();
      sender.start();
    },
    async stop() {
      await Promise.all([...consumers.map((consumer) => consumer.stop()), sender.stop()]);
    },
    async idle() {
      await Promise.all(consumers.map((consumer) => consumer.idle()));
    },
    sendDue: () => sender.sendDue(),
    list: (organisation) => store.grades.listGrades(organisation),
    async of(organisation, placement) {
      const { platform, subject } = placement;
      const lineItem = await knownCell(parts, organisation, placement);
      return lineItem === undefined ? undefined : store.grades.findGrade(organisation, { platform, lineItem, subject });
    },
    page: (organisation, request) => store.grades.listGradePage(organisation, request),
    counts: (organisation) => store.grades.countGrades(organisation),
    async replayFailed(organisation, platform) {
      const replayed = await store.grades.replayFailedGrades(organisation, platform, {
        id: newUuid(),
        now: isoNow(clock),
      });
      if (replayed > 0) sender.wake();
      return replayed;
    },
    async replay(organisation, id) {
      const replayed = await store.grades.replayGrade(organisation, id, { id: newUuid(), now: isoNow(clock) });
      if (replayed) sender.wake();
      return replayed;
    },
  };
}
