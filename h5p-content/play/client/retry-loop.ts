import { HttpError, classifyFailure } from './failure.js';

/** The state of sending. `waiting`: it failed and will be tried again. */
export type SendingStatus = 'idle' | 'busy' | 'waiting' | 'launch-again' | 'overtaken';

/** First and longest pause between attempts, in milliseconds. */
const pauses = { first: 1_000, longest: 30_000 };
/** Maximum time to wait for a response, in milliseconds. */
export const requestTimeoutMs = 20_000;

/** Work that is repeated until it succeeds. */
export interface Persistent {
  /** There is something to do. */
  wake(): void;
  /** There is a reason to try before the pause is over. */
  retry(): void;
}

/**
 * Runs the work whenever woken, one run at a time, and again after a growing pause while it fails with a temporary
 * error. A lost session ends it, and so does another page that continued instead.
 * @param work resolves when nothing is left to do
 */
export function createRetryLoop(
  window: Window,
  work: () => Promise<void>,
  report: (progress: SendingStatus) => void,
): Persistent {
  let state: SendingStatus = 'idle';
  let woken = false;
  // `wake` sets it while work is under way, which the compiler does not see.
  const isWoken = (): boolean => woken;
  let failures = 0;
  let timer: number | undefined;
  const become = (next: SendingStatus): void => {
    state = next;
    report(next);
  };

  async function run(): Promise<void> {
    window.clearTimeout(timer);
    become('busy');
    try {
      do {
        woken = false;
        await work();
        failures = 0;
      } while (isWoken());
      become('idle');
    } catch (failure) {
      const verdict = classifyFailure(failure);
      if (verdict === 'launch-again' || verdict === 'overtaken') return become(verdict);
      const pause = Math.min(pauses.longest, pauses.first * 2 ** failures) * (0.75 + Math.random() / 2);
      failures += 1;
      const requested = failure instanceof HttpError ? (failure.retryAfter ?? 0) : 0;
      timer = window.setTimeout(() => void run(), Math.max(pause, requested));
      become('waiting');
    }
  }

  return {
    wake() {
      if (state === 'busy') woken = true;
      else if (state === 'idle') void run();
    },
    retry() {
      if (state === 'idle' || state === 'waiting') void run();
    },
  };
}
