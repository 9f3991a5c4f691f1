import { toLotseError, BackgroundLoop, type Logger, type Milliseconds } from '../../base/index.js';
import type { Partition, Position, StoredEvent, StreamQueries } from '../store/index.js';
import type { ProcessLease, ProcessLeases } from './process-lease.js';

/** Dependencies and options of a consumer. */
export interface ConsumerParts {
  readonly stream: StreamQueries;
  readonly partition: Partition;
  /** The cursor, as stored durably: the position up to which events are handled; 0 before the first. */
  readonly cursor: () => Promise<Position>;
  /**
   * Handles events in order. It keeps what it makes of them and the new cursor `to` together, durably, before it
   * returns; if it throws, the same events come again, so it must not matter whether they came before.
   * @param from the cursor before these events
   * @param to the position of the last of them
   */
  readonly handle: (events: readonly StoredEvent[], from: Position, to: Position) => Promise<void>;
  /** Most events in one call of `handle`. */
  readonly batch: number;
  readonly logger: Logger;
  /** The lease that decides which of several processes follows the cursor. Left out: always this one. */
  readonly lease?: ProcessLease;
  readonly timing?: Partial<ConsumerTiming>;
}

/** Polling and retry intervals of a consumer. */
export interface ConsumerTiming {
  /** Polling interval, for events that another process appended. */
  readonly pollMs: Milliseconds;
  /** The wait after a first failure; each further failure doubles it. */
  readonly firstRetryMs: Milliseconds;
  readonly maxRetryMs: Milliseconds;
}

/** Pulls events behind a cursor, in order, for as long as it runs. */
export interface Consumer {
  start(): void;
  /** Stops pulling; resolves when a running `handle` has ended. */
  stop(): Promise<void>;
  /**
   * Resolves once everything that was stored before this call is handled, retries included.
   * Rejects where the consumer stops before that.
   */
  idle(): Promise<void>;
}

interface Waiter {
  readonly until: Position;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

const defaultTiming: ConsumerTiming = { pollMs: 2_000, firstRetryMs: 100, maxRetryMs: 30_000 };

class PartitionConsumer implements Consumer {
  readonly #parts: ConsumerParts;
  #waiters: readonly Waiter[] = [];
  #unsubscribe: (() => void) | undefined;
  readonly #loop: BackgroundLoop;

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
    const { pollMs, firstRetryMs, maxRetryMs } = { ...defaultTiming, ...parts.timing };
    this.#loop = new BackgroundLoop({
      step: async () => ((await this.#advance()) ? 0 : pollMs),
      onFailure: ({ caught, failures, waitMs }) => {
        const { code, detail } = toLotseError(caught);
        parts.logger.warn(
          { code, detail, failures, retryAfter: waitMs },
          'A consumer could not handle stored events and will try again.',
        );
      },
      retry: { firstMs: firstRetryMs, maxMs: maxRetryMs },
    });
  }

  start(): void {
    if (this.#loop.stopped) return;
    this.#unsubscribe ??= this.#parts.stream.onAppended(() => this.#loop.wake());
    void this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    this.#unsubscribe?.();
    // If the store is closed by now, the lease expires by itself.
    await this.#parts.lease?.end().catch(() => undefined);
    for (const { reject } of this.#waiters) reject(new Error('The consumer has stopped.'));
    this.#waiters = [];
  }

  async idle(): Promise<void> {
    const until = await this.#parts.stream.findHead(this.#parts.partition);
    await new Promise<void>((resolve, reject) => {
      if (this.#loop.stopped) return reject(new Error('The consumer has stopped.'));
      this.#waiters = [...this.#waiters, { until, resolve, reject }];
      this.#loop.wake();
    });
  }

  #settle(handled: (waiter: Waiter) => boolean): void {
    const done = this.#waiters.filter(handled);
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  /** Handles one batch; `false` if there was nothing behind the cursor, or another process holds the lease. */
  async #advance(): Promise<boolean> {
    const requested = this.#waiters;
    const from = await this.#parts.cursor();
    const events = await this.#parts.stream.listEvents(this.#parts.partition, from, this.#parts.batch);
    const last = events.at(-1);
    if (last === undefined) {
      this.#settle((waiter) => requested.includes(waiter));
      return false;
    }
    if (this.#loop.stopped) return true;
    if (this.#parts.lease !== undefined && !(await this.#parts.lease.isHeld())) {
      this.#settle((waiter) => waiter.until <= from);
      return false;
    }
    await this.#parts.handle(events, from, last.position);
    this.#settle((waiter) => waiter.until <= last.position);
    return true;
  }
}

/** A consumer of one partition. Nothing is dropped: a cursor moves only with what was made of the events before it. */
export function consume(parts: ConsumerParts): Consumer {
  return new PartitionConsumer(parts);
}

/** Dependencies of the consumers of all partitions. */
export interface PartitionsParts extends Pick<ConsumerParts, 'stream' | 'batch' | 'logger'> {
  /** The first word of each partition's lease. */
  readonly name: string;
  /** Left out: this process follows every cursor. */
  readonly leases: ProcessLeases | undefined;
}

/**
 * A consumer for each partition of the stream; the caller starts them.
 * @param partsOf the cursor of a partition, and what is done with its events
 */
export async function consumePartitions(
  { stream, batch, logger, name, leases }: PartitionsParts,
  partsOf: (partition: Partition) => Pick<ConsumerParts, 'cursor' | 'handle'>,
): Promise<readonly Consumer[]> {
  const partitions = await stream.listPartitions();
  return partitions.map((partition) =>
    consume({
      stream,
      partition,
      batch,
      logger,
      ...(leases === undefined ? {} : { lease: leases(`${name} ${partition}`) }),
      ...partsOf(partition),
    }),
  );
}
