import { BackgroundLoop, type Clock, isoNow, type Logger, type Milliseconds, newUuid } from '../../base/index.js';
import type { PlatformAdapter, Platforms, PlatformScore } from '../platform/index.js';
import type { ClaimedGrade, GradeOutcome, LtiStore, Placement, Platform } from '../store/index.js';
import { type ColumnParts, type Columns, createColumns } from './columns.js';
import { meaningOf, outcomeOf, sendTimestamp } from './outcome.js';

/** Dependencies of the sender. */
export interface SenderParts extends ColumnParts {
  readonly store: LtiStore;
  readonly platforms: Pick<Platforms, 'find' | 'adapterOf' | 'scores' | 'lineItems'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sends due grades, for as long as it runs. */
export interface Sender {
  start(): void;
  /** Checks at once for due grades. */
  wake(): void;
  /**
   * Sends the due grades, and returns the number of attempts; used by the loop, and by callers that cannot wait for it.
   */
  sendDue(): Promise<number>;
  /** Waits a moment for running requests; those that have not ended by then are repeated after the next start. */
  stop(): Promise<void>;
}

/** A grade with everything needed to send it. */
interface Delivery {
  readonly platform: Platform;
  readonly adapter: PlatformAdapter;
  readonly grade: ClaimedGrade;
  readonly placement: Placement | undefined;
}

/** Longer than the longest try (tokens, a column looked up, and a score, each with its own limit), so that nobody takes over what is still under way. */
const leaseMs = 180_000;
const maxConcurrent = 8;
/** Interval at which to look for grades that another process has queued. */
const maxPauseMs = 15_000;
const errorPauseMs = 5_000;
/** Time that `stop` waits for the running requests. */
const stopGraceMs: Milliseconds = 2_000;

class GradeSender implements Sender {
  readonly #parts: SenderParts;
  readonly #columns: Columns;
  readonly #loop: BackgroundLoop;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#columns = createColumns(parts);
    this.#loop = new BackgroundLoop({
      step: async () => {
        await this.sendDue();
        return this.#pauseLength();
      },
      onFailure: ({ caught }) =>
        parts.logger.error(
          { cause: caught instanceof Error ? caught.stack : caught },
          'Grades could not be read from the store; they are tried again.',
        ),
      retry: { firstMs: errorPauseMs, maxMs: errorPauseMs },
      // An aborted request may have been accepted without our knowing, and would be sent again.
      stopGraceMs: stopGraceMs,
    });
  }

  start(): void {
    void this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  #scoreOf(grade: ClaimedGrade, userId: string, timestamp: string): PlatformScore {
    const { activityProgress, gradingProgress, scoreGiven, scoreMaximum } = grade;
    return {
      userId,
      ...(gradingProgress === 'FullyGraded' ? { scoreGiven, scoreMaximum } : {}),
      activityProgress,
      gradingProgress,
      timestamp,
    };
  }

  /** Sends the message to the grade's column; if the LMS no longer knows it, once more to its new URL. */
  async #deliver(
    { platform, adapter, grade, placement }: Delivery,
    message: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { signal } = this.#loop;
    const lineItem = await this.#columns.locate(platform, grade, placement, undefined, signal);
    try {
      await this.#parts.platforms.scores.submit(platform, lineItem, message, signal);
    } catch (caught) {
      if (meaningOf(caught, adapter) !== 'line-item-gone' || placement?.lineItems === undefined) throw caught;
      const moved = await this.#columns.locate(platform, grade, placement, lineItem, signal);
      if (moved === lineItem) throw caught;
      await this.#parts.platforms.scores.submit(platform, moved, message, signal);
    }
  }

  async #trySending(grade: ClaimedGrade): Promise<GradeOutcome> {
    const timestamp = sendTimestamp(grade);
    let adapter: PlatformAdapter | undefined;
    try {
      const platform = await this.#parts.platforms.find(grade.organisation, grade.platform);
      // Switched off since this row was claimed: the store returns it to nobody before it is on again.
      if (!platform.active) return { kind: 'released' };
      adapter = this.#parts.platforms.adapterOf(platform);
      const placement = await this.#parts.store.placements.findPlacement(grade.organisation, grade.registration);
      const message = adapter.scoreMessage(this.#scoreOf(grade, placement?.gradeUser ?? grade.subject, timestamp));
      if (message === undefined)
        return { kind: 'declined', error: 'held back: this LMS would make something wrong of it' };
      await this.#deliver({ platform, adapter, grade, placement }, message);
      return { kind: 'sent', timestamp };
    } catch (caught) {
      // A stop is not a failure: the next start tries at once.
      if (this.#loop.signal.aborted)
        return { kind: 'retry', nextTry: isoNow(this.#parts.clock), error: 'stopped while sending' };
      return outcomeOf(caught, adapter && meaningOf(caught, adapter), grade, this.#parts.clock, Math.random());
    }
  }

  async #send(grade: ClaimedGrade): Promise<void> {
    const outcome = await this.#trySending(grade);
    await this.#parts.store.grades.settleGrade(grade.organisation, grade.id, grade.lease, grade.revision, outcome);
    const line = {
      organisation: grade.organisation,
      platform: grade.platform,
      grade: grade.id,
      tries: grade.attempts + 1,
    };
    if (outcome.kind === 'released') return;
    if (outcome.kind === 'sent') this.#parts.logger.info(line, 'grade sent');
    else if (outcome.kind === 'declined')
      this.#parts.logger.info({ ...line, detail: outcome.error }, 'The LMS takes no grade for this person.');
    else
      this.#parts.logger.warn(
        { ...line, detail: outcome.error },
        outcome.kind === 'failed'
          ? 'A grade could not be sent and waits for somebody to look at it.'
          : 'A grade could not be sent and will be tried again.',
      );
  }

  async sendDue(): Promise<number> {
    let sent = 0;
    for (;;) {
      const lease = { id: newUuid(), until: new Date(this.#parts.clock.now() + leaseMs).toISOString() };
      const dueGrades = await this.#parts.store.grades.claimGrades({
        lease,
        limit: maxConcurrent,
        now: isoNow(this.#parts.clock),
      });
      if (dueGrades.length === 0) return sent;
      await Promise.all(dueGrades.map((grade) => this.#send(grade)));
      sent += dueGrades.length;
      if (this.#loop.stopped) return sent;
    }
  }

  async #pauseLength(): Promise<number> {
    const nextDue = await this.#parts.store.grades.findNextDueGrade();
    return nextDue === undefined
      ? maxPauseMs
      : Math.min(maxPauseMs, Math.max(50, Date.parse(nextDue) - this.#parts.clock.now()));
  }
}

export function createSender(parts: SenderParts): Sender {
  return new GradeSender(parts);
}
