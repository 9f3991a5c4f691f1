import { isoNow, newUuid, type Clock, type Logger } from '../../lrs/index.js';
import type { Platforms } from '../platform/index.js';
import type { ClaimedGrade, GradeOutcome, ToolStore } from '../store/index.js';
import { outcomeOf, sendTimestamp } from './outcome.js';

/** What sending needs. */
export interface SenderParts {
  readonly store: ToolStore;
  readonly platforms: Pick<Platforms, 'find' | 'scores'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sends what is due, as long as it runs. */
export interface Sender {
  start(): void;
  /** Looks at once whether something is due. */
  wake(): void;
  /** Sends what is due now, and returns how many tries that took; used by the loop, and by whoever cannot wait for it. */
  sendDue(): Promise<number>;
  /** Ends what is being sent, and resolves when it has been settled; it is tried again after the next start. */
  stop(): Promise<void>;
}

/** Longer than the longest try (a token and a score, each with its own limit), so that nobody takes over what is still under way. */
const leaseMilliseconds = 60_000;
const atOnce = 8;
/** How often to look for rows that another process has queued. */
const longestPause = 15_000;
const pauseAfterError = 5_000;

export function createSender({ store, platforms, clock, logger }: SenderParts): Sender {
  let running: Promise<void> | undefined;
  let stopped = false;
  const ending = new AbortController();
  let woken = false;
  let endPause: (() => void) | undefined;

  async function trySending(grade: ClaimedGrade): Promise<GradeOutcome> {
    const timestamp = sendTimestamp(grade);
    try {
      const platform = await platforms.find(grade.organisation, grade.platform);
      await platforms.scores.submit(platform, grade.lineItem, {
        userId: grade.subject, scoreGiven: grade.scoreGiven, scoreMaximum: grade.scoreMaximum,
        activityProgress: grade.activityProgress, gradingProgress: grade.gradingProgress, timestamp,
      }, ending.signal);
      return { kind: 'sent', timestamp };
    } catch (caught) {
      // A stop is nobody's failure: the next start tries at once.
      if (ending.signal.aborted) return { kind: 'retry', nextTry: isoNow(clock), error: 'stopped while sending' };
      return outcomeOf(caught, grade, clock, Math.random());
    }
  }

  async function send(grade: ClaimedGrade): Promise<void> {
    const outcome = await trySending(grade);
    await store.grades.settle(grade.organisation, grade.id, grade.lease, grade.revision, outcome);
    const line = { organisation: grade.organisation, platform: grade.platform, grade: grade.id, tries: grade.attempts + 1 };
    if (outcome.kind === 'sent') logger.info(line, 'grade sent');
    else logger.warn({ ...line, detail: outcome.error }, outcome.kind === 'failed' ? 'A grade could not be sent and waits for somebody to look at it.' : 'A grade could not be sent and will be tried again.');
  }

  async function sendDue(): Promise<number> {
    let sent = 0;
    for (;;) {
      const lease = newUuid();
      const leaseUntil = new Date(clock.now() + leaseMilliseconds).toISOString();
      const due = await store.grades.claim({ now: isoNow(clock), lease, leaseUntil, limit: atOnce });
      if (due.length === 0) return sent;
      await Promise.all(due.map(send));
      sent += due.length;
      if (stopped) return sent;
    }
  }

  function pause(milliseconds: number): Promise<void> {
    if (stopped || woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function pauseLength(): Promise<number> {
    const due = await store.grades.nextDue();
    return due === undefined ? longestPause : Math.min(longestPause, Math.max(50, Date.parse(due) - clock.now()));
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      let length: number;
      try {
        await sendDue();
        length = await pauseLength();
      } catch (caught) {
        logger.error({ cause: caught instanceof Error ? caught.stack : caught }, 'Grades could not be read from the store; they are tried again.');
        length = pauseAfterError;
      }
      await pause(length);
    }
  }

  return {
    start() {
      running ??= run();
    },
    wake() {
      woken = true;
      endPause?.();
    },
    sendDue,
    async stop() {
      stopped = true;
      ending.abort();
      endPause?.();
      await running;
    },
  };
}
