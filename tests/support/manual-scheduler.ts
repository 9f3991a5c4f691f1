import type { Scheduler } from '../../base/index.js';

/** Timers that go off when a test says so. */
export class ManualScheduler implements Scheduler {
  #now = 0;
  #waiting: { readonly at: number; readonly action: () => void }[] = [];

  after(delayMs: number, action: () => void): () => void {
    const entry = { at: this.#now + delayMs, action };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry);
    };
  }

  /** Milliseconds until each timer, the nearest first. */
  get delays(): readonly number[] {
    return this.#waiting.map(({ at }) => at - this.#now).sort((a, b) => a - b);
  }

  /** Lets time pass, and what waits for it come to rest. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#now = next.at;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      next.action();
    }
    this.#now = end;
  }
}

/** Resolves when promises that need nothing from outside have come to rest. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
