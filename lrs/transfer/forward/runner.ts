import {
  asLotseError,
  BackgroundLoop,
  backoffMs,
  type Clock,
  isoNow,
  type Logger,
  newUuid,
} from '../../../base/index.js';
import type { DeadLetter, ForwardTarget, LrsStore, Partition } from '../../store/index.js';
import type { Turns } from '../../stream/index.js';
import type { Deliverer, Delivery, OutgoingStatement } from './deliver.js';
import { selectFor } from './selection.js';

/** All in milliseconds. */
export interface ForwardTiming {
  /** Polling interval. */
  readonly poll: number;
  readonly firstRetry: number;
  readonly longestRetry: number;
}

/** Dependencies of a runner. */
export interface RunnerParts {
  readonly store: Pick<LrsStore, 'forwarding' | 'stream' | 'statements'>;
  readonly deliverer: Deliverer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timing: ForwardTiming;
  /** So that only one process at a time forwards to a target. */
  readonly turns: Turns;
}

/** Forwards to one target, for as long as it runs. */
export interface Runner {
  /** Polls at once. */
  wake(): void;
  /** Aborts the running delivery; it is repeated after the next start. */
  stop(): Promise<void>;
}

const batch = 100;

class Failed extends Error {
  constructor(readonly delivery: Extract<Delivery, { kind: 'failed' }>) {
    super(delivery.error);
  }
}

export function startRunner(
  target: ForwardTarget,
  { store, deliverer, clock, logger, timing, turns }: RunnerParts,
): Runner {
  const { organisation, id } = target;
  const turn = turns(`forward ${id}`);
  const loop = new BackgroundLoop({
    step: tell,
    onFailure: ({ caught }) =>
      logger.error(
        { organisation, target: id, detail: asLotseError(caught).detail },
        'Forwarding could not read or write the store; it is tried again.',
      ),
    retry: { firstMs: timing.poll, maxMs: timing.poll },
    stopPatienceMs: 0,
  });

  /**
   * Delivers statements in batches. A batch that is refused is halved until the refused statements are alone:
   * one bad statement does not keep the others from going.
   * @throws Failed where the target cannot be reached or cannot take anything now
   */
  async function deliver(statements: readonly OutgoingStatement[]): Promise<readonly DeadLetter[]> {
    const delivery = await deliverer.deliver(target, statements, loop.signal);
    if (delivery.kind === 'delivered') return [];
    if (delivery.kind === 'failed') throw new Failed(delivery);
    const [only] = statements;
    if (statements.length === 1)
      return [
        { id: newUuid(), statement: only!.id, position: only!.position, error: delivery.error, when: isoNow(clock) },
      ];
    const middle = Math.ceil(statements.length / 2);
    return [...(await deliver(statements.slice(0, middle))), ...(await deliver(statements.slice(middle)))];
  }

  /** Delivers one batch; `false` if there was nothing behind the cursor, or another process holds the lease. */
  async function step(partition: Partition): Promise<boolean> {
    const from = await store.forwarding.cursor(organisation, id, partition);
    const events = await store.stream.read(partition, from, batch);
    const to = events.at(-1)?.position;
    if (to === undefined || !(await turn.mine())) return false;
    const selected = await selectFor(target, events, store.statements);
    const dead = selected.length === 0 ? [] : await turn.during(() => deliver(selected));
    // If another process was faster, its cursor counts; the target has received some of it twice.
    await store.forwarding.advance({ organisation, target: id, partition, from, to, dead });
    if (dead.length > 0)
      logger.warn(
        { organisation, target: id, count: dead.length },
        'A target refuses statements; they wait as dead letters.',
      );
    return true;
  }

  async function postpone(
    failures: number,
    { error, retryAfter }: Extract<Delivery, { kind: 'failed' }>,
  ): Promise<void> {
    // Between half and all of the wait: targets that failed together do not come back together.
    const longest = backoffMs(failures + 1, { firstMs: timing.firstRetry, maxMs: timing.longestRetry });
    const backoff = longest * (0.5 + Math.random() / 2);
    const wait = Math.min(Math.max(backoff, (retryAfter ?? 0) * 1000), timing.longestRetry);
    await store.forwarding.postpone(organisation, id, {
      failures: failures + 1,
      nextTry: new Date(clock.now() + wait).toISOString(),
      lastError: error,
    });
    logger.warn(
      { organisation, target: id, failures: failures + 1, detail: error },
      'A target could not be told and will be told later.',
    );
  }

  /** Continues until everything is delivered; returns the milliseconds until the next poll. */
  async function tell(): Promise<number> {
    const progress = await store.forwarding.progress(organisation, id);
    if (progress === undefined) return timing.poll;
    const wait = progress.failures === 0 ? 0 : Date.parse(progress.nextTry) - clock.now();
    if (wait > 0) return Math.min(wait, timing.poll);
    try {
      for (const partition of await store.stream.partitions()) while (!loop.stopped && (await step(partition)));
    } catch (caught) {
      if (!(caught instanceof Failed)) throw caught;
      if (!loop.stopped)
        await postpone((await store.forwarding.progress(organisation, id))?.failures ?? 0, caught.delivery);
      return timing.firstRetry;
    }
    return timing.poll;
  }

  void loop.start();
  return {
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await turn.end().catch(() => undefined);
    },
  };
}
