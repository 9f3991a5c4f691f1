import { consume, isoNow, type Consumer, type OrganisationId, type StreamQueries, type Turns } from '../../lrs/index.js';
import type { Grade } from '../store/index.js';
import { intakeOf, type IntakeParts } from './intake.js';
import { createSender, type SenderParts } from './sender.js';

/** What the way of grades is made of. */
export interface GradesParts extends IntakeParts, SenderParts {
  readonly stream: StreamQueries;
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
  /** Lets a failed grade be sent again; `false` where there is none. */
  replay(organisation: OrganisationId, id: string): Promise<boolean>;
}

const batch = 200;

export function createGrades(parts: GradesParts): Grades {
  const { store, stream, clock, logger, turns } = parts;
  const sender = createSender(parts);
  let consumers: readonly Consumer[] = [];

  return {
    async start() {
      const partitions = await stream.partitions();
      consumers = partitions.map((partition) => consume({
        stream, partition, batch, logger, ...(turns === undefined ? {} : { turn: turns(`grades ${partition}`) }),
        cursor: () => store.grades.cursor(partition),
        handle: async (events, from, to) => {
          const intake = await intakeOf(parts, partition, events, from, to);
          // Where another process was faster, its rows are there and the cursor has moved on.
          await store.grades.take(intake);
          if (intake.scores.length > 0) sender.wake();
        },
      }));
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
    list: (organisation) => store.grades.list(organisation),
    async replay(organisation, id) {
      const replayed = await store.grades.replay(organisation, id, isoNow(clock));
      if (replayed) sender.wake();
      return replayed;
    },
  };
}
