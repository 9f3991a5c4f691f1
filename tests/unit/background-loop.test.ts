import { describe, expect, test } from '@jest/globals';
import { BackgroundLoop, backoffMs, type LoopFailure, type LoopParts } from '../../base/index.js';
import { ManualScheduler, settled } from '../support/manual-scheduler.js';

/** A loop whose steps are counted, and what each of them does. */
function loopOf(
  step: (count: number, signal: AbortSignal) => number | Promise<number>,
  parts: Partial<LoopParts> = {},
): {
  readonly loop: BackgroundLoop;
  readonly scheduler: ManualScheduler;
  readonly steps: () => number;
  readonly failures: LoopFailure[];
} {
  const scheduler = new ManualScheduler();
  const failures: LoopFailure[] = [];
  let count = 0;
  const loop = new BackgroundLoop({
    step: async (signal) => {
      count += 1;
      return step(count, signal);
    },
    onFailure: (failure) => failures.push(failure),
    retry: { firstMs: 100, maxMs: 1_000 },
    scheduler,
    ...parts,
  });
  return { loop, scheduler, steps: () => count, failures };
}

/** A step that ends when it is told to. */
function held(): { readonly promise: Promise<number>; readonly end: (delay: number) => void } {
  let end: (delay: number) => void = () => undefined;
  const promise = new Promise<number>((resolve) => (end = resolve));
  return { promise, end };
}

describe('a background loop', () => {
  test('takes a step at once, and the next after the time that it asks for', async () => {
    const { loop, scheduler, steps } = loopOf((count) => (count === 2 ? 0 : 500));
    expect(steps()).toBe(0);
    void loop.start();
    void loop.start();
    expect(steps()).toBe(1);
    await scheduler.advance(499);
    expect(steps()).toBe(1);
    // The second asks for no pause.
    await scheduler.advance(1);
    expect(steps()).toBe(3);
    await loop.stop();
  });

  test('begins later where that is asked for, unless it is woken', async () => {
    const { loop, scheduler, steps } = loopOf(() => Infinity);
    void loop.start(200);
    await scheduler.advance(199);
    expect(steps()).toBe(0);
    await scheduler.advance(1);
    expect(steps()).toBe(1);
    await loop.stop();
    const woken = loopOf(() => Infinity);
    void woken.loop.start(200);
    woken.loop.wake();
    await settled();
    expect(woken.steps()).toBe(1);
    await woken.loop.stop();
  });

  test('is woken out of a pause, and not forgotten while a step is under way', async () => {
    const first = held();
    const { loop, scheduler, steps } = loopOf((count) => (count === 1 ? first.promise : Infinity));
    void loop.start();
    loop.wake();
    loop.wake();
    await settled();
    expect(steps()).toBe(1);
    first.end(Infinity);
    await settled();
    expect(steps()).toBe(2);
    await scheduler.advance(1_000_000);
    expect(steps()).toBe(2);
    loop.wake();
    await settled();
    expect(steps()).toBe(3);
    await loop.stop();
  });

  test('tries again after a growing wait, which nobody cuts short, and forgets failures with the first success', async () => {
    const { loop, scheduler, steps, failures } = loopOf((count) => {
      if (count <= 6 || count === 8) throw new Error(`no ${count}`);
      return Infinity;
    });
    void loop.start();
    for (const wait of [100, 200, 400, 800, 1_000, 1_000]) {
      await settled();
      expect(scheduler.delays).toEqual([wait]);
      loop.wake();
      await scheduler.advance(wait - 1);
      expect(failures.at(-1)).toMatchObject({ failures: steps(), waitMs: wait });
      await scheduler.advance(1);
    }
    expect(steps()).toBe(7);
    loop.wake();
    await settled();
    expect(failures.at(-1)).toMatchObject({ caught: new Error('no 8'), failures: 1, waitMs: 100 });
    await loop.stop();
  });

  test('rests between two steps however often it is woken', async () => {
    const { loop, scheduler, steps } = loopOf(() => Infinity, { restMs: 300 });
    void loop.start();
    for (let index = 0; index < 5; index += 1) {
      loop.wake();
      await scheduler.advance(59);
    }
    expect(steps()).toBe(1);
    await scheduler.advance(5);
    expect(steps()).toBe(2);
    await scheduler.advance(10_000);
    expect(steps()).toBe(2);
    await loop.stop();
  });

  test('stops out of a pause, out of a wait, before it has begun, and twice', async () => {
    for (const step of [() => Infinity, () => Promise.reject(new Error('no'))]) {
      const { loop, scheduler, steps } = loopOf(step);
      void loop.start();
      await settled();
      await Promise.all([loop.stop(), loop.stop()]);
      expect(scheduler.delays).toEqual([]);
      loop.wake();
      void loop.start();
      await scheduler.advance(10_000);
      expect([steps(), loop.stopped]).toEqual([1, true]);
    }
    const { loop, steps } = loopOf(() => 0);
    await loop.stop();
    void loop.start();
    await settled();
    expect(steps()).toBe(0);
  });

  test('waits for the step under way when it stops, and begins no other', async () => {
    const first = held();
    let aborted: boolean | undefined;
    const { loop, scheduler, steps } = loopOf(async (_count, signal) => {
      const delay = await first.promise;
      aborted = signal.aborted;
      return delay;
    });
    void loop.start();
    let stopped = false;
    const stopping = loop.stop().then(() => (stopped = true));
    await scheduler.advance(1_000_000);
    expect(stopped).toBe(false);
    first.end(0);
    await stopping;
    expect([steps(), aborted, loop.signal.aborted]).toEqual([1, false, true]);
  });

  test.each([0, 2_000])('aborts the step under way %i ms after it was told to stop', async (stopGraceMs) => {
    const { loop, scheduler, failures } = loopOf(
      (_count, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
        ),
      { stopGraceMs },
    );
    void loop.start();
    const stopping = loop.stop();
    if (stopGraceMs > 0) {
      await scheduler.advance(stopGraceMs - 1);
      expect(failures).toEqual([]);
      await scheduler.advance(1);
    }
    await stopping;
    expect(failures).toHaveLength(1);
    expect(scheduler.delays).toEqual([]);
  });

  test('lets nothing wait behind that ended before the patience did', async () => {
    const { loop, scheduler } = loopOf(() => Infinity, { stopGraceMs: 2_000 });
    void loop.start();
    await settled();
    await loop.stop();
    expect(scheduler.delays).toEqual([]);
  });
});

test('a backoff doubles up to its bound', () => {
  const backoff = { firstMs: 100, maxMs: 1_000 };
  expect([1, 2, 3, 4, 5, 50, 5_000].map((failures) => backoffMs(failures, backoff))).toEqual([
    100, 200, 400, 800, 1_000, 1_000, 1_000,
  ]);
});
