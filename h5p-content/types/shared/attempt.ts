import type { Host } from './content-type.js';
import { flag, number, own, type JsonRecord } from './read.js';
import { isPassed, wholeResult, type EventScore } from './statements.js';
import type { EventStatement } from './h5p.js';

/** cmi5's result extension for progress: a whole number of per cent. */
const progressExtension = 'https://w3id.org/xapi/cmi5/result/extensions/progress';
const week = 7 * 24 * 3600 * 1000;

/** A learner's attempt at a content, from `attempted` to `completed`; each statement is sent once. */
export class ContentAttempt {
  private openedAt: number | undefined;
  private begun: boolean;
  private done: boolean;
  private reached: number;
  private spentBefore: number;
  /** The last saved state, and the time in it. */
  private saved: { readonly what: string; readonly spent: number } | undefined;

  private constructor(
    private readonly host: Host,
    private readonly type: string,
    state: JsonRecord,
  ) {
    this.begun = flag(own(state, 'begun'), false);
    this.done = flag(own(state, 'done'), false);
    this.reached = number(own(state, 'reached'), 0, 0, 100);
    this.spentBefore = number(own(state, 'spent'), 0, 0, week);
    if (this.begun) this.resumeClock();
  }

  /** @param type activity type of the content, an IRI */
  static fresh(host: Host, type: string): ContentAttempt {
    return new ContentAttempt(host, type, {});
  }

  /** Resumes from a saved state. `attempted` is not sent again: core sends it only while no start time is set. */
  static resumed(host: Host, type: string, state: JsonRecord): ContentAttempt {
    return new ContentAttempt(host, type, state);
  }

  get isBegun(): boolean {
    return this.begun;
  }

  get isDone(): boolean {
    return this.done;
  }

  /** Sends `attempted` the first time. */
  begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.openedAt = Date.now();
    this.host.setActivityStarted();
  }

  /** Sends `progressed` when the learner has come further than before; core then also saves the state. */
  progress(percent: number): void {
    const whole = Math.round(percent);
    if (this.done || whole <= this.reached) return;
    this.reached = whole;
    this.send('progressed', (statement) => {
      statement.result = { extensions: { [progressExtension]: whole } };
    });
  }

  /** Sends `completed`, then `passed` or `failed` if anything was judged. */
  complete(score: EventScore, passPercentage: number): void {
    if (this.done) return;
    this.begin();
    const result = wholeResult(score, passPercentage, this.spent());
    this.spentBefore = this.spent();
    this.openedAt = undefined;
    this.reached = 100;
    this.done = true;
    const complete = (statement: EventStatement): void => {
      statement.result = result;
    };
    this.send('completed', complete);
    if (score.max > 0) this.send(isPassed(score, passPercentage) ? 'passed' : 'failed', complete);
  }

  /** Milliseconds spent so far, without breaks between sessions. */
  spent(): number {
    return this.spentBefore + (this.openedAt === undefined ? 0 : Math.max(0, Date.now() - this.openedAt));
  }

  /**
   * The state to save. The clock is updated only if something else has changed: an idle page has
   * nothing new to save, and must not overwrite the person's work on another device.
   * @param save puts the state together, with the attempt's part in it
   */
  state<T>(save: (attempt: JsonRecord) => T): T {
    const at = (spent: number): T => save({ begun: this.begun, done: this.done, reached: this.reached, spent });
    const what = JSON.stringify(at(0));
    if (this.saved?.what !== what)
      this.saved = { what, spent: this.saved === undefined ? this.spentBefore : this.spent() };
    return at(this.saved.spent);
  }

  /** The content changed since it was finished: the new parts are still to be done. */
  reopen(): void {
    this.done = false;
    this.reached = 0;
    this.resumeClock();
  }

  /** Describes the whole content in a statement about it. */
  describe(statement: EventStatement): void {
    statement.object.definition = { ...statement.object.definition, type: this.type };
  }

  private resumeClock(): void {
    if (!this.done) this.openedAt = Date.now();
    this.host.activityStartTime = Date.now() - this.spentBefore;
  }

  private send(verb: string, complete: (statement: EventStatement) => void): void {
    const event = this.host.createXAPIEventTemplate(verb);
    this.describe(event.data.statement);
    complete(event.data.statement);
    this.host.trigger(event);
  }
}
