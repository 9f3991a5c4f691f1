import {
  toLotseError,
  BackgroundLoop,
  backoffMs,
  type Clock,
  isoNow,
  type Logger,
  type Milliseconds,
  newUuid,
} from '../../../base/index.js';
import type { DeadLetter, ForwardTarget, LrsStore, Partition } from '../../store/index.js';
import type { ProcessLease, ProcessLeases } from '../../stream/index.js';
import type { Deliverer, Delivery, OutgoingStatement } from './deliver.js';
import { selectFor } from './selection.js';

/** Polling and retry intervals of a target. */
export interface ForwardTiming {
  /** Polling interval. */
  readonly pollMs: Milliseconds;
  readonly firstRetryMs: Milliseconds;
  readonly maxRetryMs: Milliseconds;
}

/** Dependencies of a runner. */
export interface RunnerParts {
  readonly store: Pick<LrsStore, 'forwarding' | 'stream' | 'statements'>;
  readonly deliverer: Deliverer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timing: ForwardTiming;
  /** So that only one process at a time forwards to a target. */
  readonly leases: ProcessLeases;
}

/** Forwards to one target, for as long as it runs. */
export interface Runner {
  /** Polls at once. */
  wake(): void;
  /** Aborts the running delivery; it is repeated after the next start. */
  stop(): Promise<void>;
}

const batch = 100;

class DeliveryError extends Error {
  constructor(readonly delivery: Extract<Delivery, { kind: 'failed' }>) {
    super(delivery.error);
  }
}

class TargetRunner implements Runner {
  readonly #parts: RunnerParts;
  readonly #target: ForwardTarget;
  readonly #lease: ProcessLease;
  readonly #loop: BackgroundLoop;

  constructor(target: ForwardTarget, parts: RunnerParts) {
    this.#parts = parts;
    this.#target = target;
    this.#lease = parts.leases(`forward ${target.id}`);
    this.#loop = new BackgroundLoop({
      step: () => this.#tell(),
      onFailure: ({ caught }) =>
        parts.logger.error(
          { organisation: target.organisation, target: target.id, detail: toLotseError(caught).detail },
          'Forwarding could not read or write the store; it is tried again.',
        ),
      retry: { firstMs: parts.timing.pollMs, maxMs: parts.timing.pollMs },
      stopGraceMs: 0,
    });
    void this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#lease.end().catch(() => undefined);
  }

  /**
   * Delivers statements in batches. A batch that is refused is halved until the refused statements are alone:
   * one bad statement does not keep the others from going.
   * @throws Failed if the target cannot be reached or cannot take anything now
   */
  async #deliver(statements: readonly OutgoingStatement[]): Promise<readonly DeadLetter[]> {
    const delivery = await this.#parts.deliverer.deliver(this.#target, statements, this.#loop.signal);
    if (delivery.kind === 'delivered') return [];
    if (delivery.kind === 'failed') throw new DeliveryError(delivery);
    const [only] = statements;
    if (statements.length === 1)
      return [
        {
          id: newUuid(),
          statement: only!.id,
          position: only!.position,
          error: delivery.error,
          when: isoNow(this.#parts.clock),
        },
      ];
    const middle = Math.ceil(statements.length / 2);
    return [...(await this.#deliver(statements.slice(0, middle))), ...(await this.#deliver(statements.slice(middle)))];
  }

  /** Delivers one batch; `false` if there was nothing behind the cursor, or another process holds the lease. */
  async #step(partition: Partition): Promise<boolean> {
    const from = await this.#parts.store.forwarding.findForwardCursor(
      this.#target.organisation,
      this.#target.id,
      partition,
    );
    const events = await this.#parts.store.stream.listEvents(partition, from, batch);
    const to = events.at(-1)?.position;
    if (to === undefined || !(await this.#lease.isHeld())) return false;
    const selected = await selectFor(this.#target, events, this.#parts.store.statements);
    const dead = selected.length === 0 ? [] : await this.#lease.during(() => this.#deliver(selected));
    // If another process was faster, its cursor counts; the target has received some of it twice.
    await this.#parts.store.forwarding.advanceForwarding({
      organisation: this.#target.organisation,
      target: this.#target.id,
      partition,
      from,
      to,
      dead,
    });
    if (dead.length > 0)
      this.#parts.logger.warn(
        { organisation: this.#target.organisation, target: this.#target.id, count: dead.length },
        'A target refuses statements; they wait as dead letters.',
      );
    return true;
  }

  async #postpone(failures: number, { error, retryAfter }: Extract<Delivery, { kind: 'failed' }>): Promise<void> {
    // Between half and all of the wait: targets that failed together do not come back together.
    const longest = backoffMs(failures + 1, {
      firstMs: this.#parts.timing.firstRetryMs,
      maxMs: this.#parts.timing.maxRetryMs,
    });
    const backoff = longest * (0.5 + Math.random() / 2);
    const wait = Math.min(Math.max(backoff, (retryAfter ?? 0) * 1000), this.#parts.timing.maxRetryMs);
    await this.#parts.store.forwarding.postponeForwarding(this.#target.organisation, this.#target.id, {
      failures: failures + 1,
      nextTry: new Date(this.#parts.clock.now() + wait).toISOString(),
      lastError: error,
    });
    this.#parts.logger.warn(
      { organisation: this.#target.organisation, target: this.#target.id, failures: failures + 1, detail: error },
      'A target could not be told and will be told later.',
    );
  }

  /** Goes on until there is nothing more to tell; returns the pause until the next look. */
  async #tell(): Promise<Milliseconds> {
    const progress = await this.#parts.store.forwarding.findForwardProgress(this.#target.organisation, this.#target.id);
    if (progress === undefined) return this.#parts.timing.pollMs;
    const wait = progress.failures === 0 ? 0 : Date.parse(progress.nextTry) - this.#parts.clock.now();
    if (wait > 0) return Math.min(wait, this.#parts.timing.pollMs);
    try {
      for (const partition of await this.#parts.store.stream.listPartitions())
        while (!this.#loop.stopped && (await this.#step(partition)));
    } catch (caught) {
      if (!(caught instanceof DeliveryError)) throw caught;
      if (!this.#loop.stopped)
        await this.#postpone(
          (await this.#parts.store.forwarding.findForwardProgress(this.#target.organisation, this.#target.id))
            ?.failures ?? 0,
          caught.delivery,
        );
      return this.#parts.timing.firstRetryMs;
    }
    return this.#parts.timing.pollMs;
  }
}

export function startForwardRunner(target: ForwardTarget, parts: RunnerParts): Runner {
  return new TargetRunner(target, parts);
}
