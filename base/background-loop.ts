import type { Milliseconds } from './clock.js';

/** Calls back later. Injected wherever something waits, so that tests need not. */
export interface Scheduler {
  /** @returns what takes the call back */
  after(delayMs: number, action: () => void): () => void;
}

/** The machine's own timers. */
export const systemScheduler: Scheduler = {
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The wait after a first failure and the longest one; each further failure doubles it. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** @param failures in a row so far, 1 after the first */
export function backoffMs(failures: number, { firstMs, maxMs }: Backoff): number {
  return Math.min(firstMs * 2 ** (failures - 1), maxMs);
}

/** A step that threw an error. */
export interface LoopFailure {
  readonly caught: unknown;
  /** Failures in a row, this one included. */
  readonly failures: number;
  /** Until the next attempt. */
  readonly waitMs: number;
}

/** Everything a loop needs. */
export interface LoopParts {
  /**
   * Performs one step.
   * @param signal aborted where a stop does not wait any longer
   * @returns the pause until the next step, unless something wakes the loop before; `Infinity`: only then
   */
  readonly step: (signal: AbortSignal) => Promise<Milliseconds>;
  readonly onFailure: (failure: LoopFailure) => void;
  readonly retry: Backoff;
  /** The minimum time between two steps, however often the loop is woken; 0 unless given. */
  readonly restMs?: number;
  /** Time a stop waits for the running step before it aborts its signal; unlimited by default. */
  readonly stopGraceMs?: number;
  readonly scheduler?: Scheduler;
}

/** The longest time that Node's timers can wait. */
const maxDelayMs: Milliseconds = 2 ** 31 - 1;

/**
 * Runs a step again and again, one at a time: after the delay that the previous step returned, at once when the loop is
 * woken, and after a growing delay when a step throws. That delay protects a failing system, so waking does not cut it
 * short.
 */
export class BackgroundLoop {
  readonly #parts: LoopParts;
  readonly #scheduler: Scheduler;
  readonly #ending = new AbortController();
  #firstStep: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #woken = false;
  /** Ends the pause under way; `undefined` if there is none, or none that waking may end. */
  #wakePause: (() => void) | undefined;
  #endPause: (() => void) | undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#scheduler = parts.scheduler ?? systemScheduler;
  }

  /** True once `stop` has been called. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Aborted where a stop does not wait any longer. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /**
   * Starts with a step at once, or after a while. Has no effect on a loop that runs or has been stopped.
   * @returns resolves when the first step has ended, whatever came of it; at once if there will be none
   */
  start(delayMs = 0): Promise<void> {
    if (!this.#stopped)
      this.#firstStep ??= new Promise((resolve) => {
        this.#running = this.#run(delayMs, resolve).finally(resolve);
      });
    return this.#firstStep ?? Promise.resolve();
  }

  /** The next step runs at once, after the one under way. */
  wake(): void {
    this.#woken = true;
    this.#wakePause?.();
  }

  /** Starts no further step. Resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause?.();
    const { stopGraceMs } = this.#parts;
    const abort = (): void => this.#ending.abort();
    if (stopGraceMs === 0) abort();
    const cancel =
      stopGraceMs === undefined || stopGraceMs === 0 || this.#running === undefined
        ? undefined
        : this.#scheduler.after(stopGraceMs, abort);
    await this.#running;
    cancel?.();
    abort();
  }

  async #run(delayMs: number, afterFirstStep: () => void): Promise<void> {
    const { step, onFailure, retry, restMs = 0 } = this.#parts;
    if (delayMs > 0) await this.#pause(delayMs, true);
    let failures = 0;
    while (!this.#stopped) {
      this.#woken = false;
      try {
        const delay = await step(this.#ending.signal).finally(afterFirstStep);
        failures = 0;
        if (restMs > 0) await this.#pause(restMs, false);
        await this.#pause(delay - restMs, true);
      } catch (caught) {
        failures += 1;
        const waitMs = backoffMs(failures, retry);
        onFailure({ caught, failures, waitMs });
        await this.#pause(waitMs, false);
      }
    }
  }

  #pause(delayMs: number, endsOnWake: boolean): Promise<void> {
    if (this.#stopped || delayMs <= 0 || (endsOnWake && this.#woken)) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#scheduler.after(Math.min(delayMs, maxDelayMs), () => this.#endPause?.());
      this.#endPause = () => {
        cancel();
        this.#endPause = undefined;
        this.#wakePause = undefined;
        resolve();
      };
      if (endsOnWake) this.#wakePause = this.#endPause;
    });
  }
}
