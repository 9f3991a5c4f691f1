import {
  BackgroundLoop,
  checkedUrl,
  type Clock,
  isoNow,
  type Logger,
  LotseError,
  type NetworkPolicy,
  newUuid,
  OutboundError,
  seal,
} from '../../../base/index.js';
import type {
  DeadLetter,
  ForwardProgress,
  ForwardTarget,
  LrsStore,
  OrganisationId,
  Partition,
  Position,
} from '../../store/index.js';
import { createProcessLeases } from '../../stream/index.js';
import { createDeliverer, type Deliverer, secretPurpose } from './deliver.js';
import { type ForwardTiming, type Runner, type RunnerParts, startForwardRunner } from './runner.js';

/** Dependencies of forwarding. */
export interface ForwardingParts {
  readonly store: LrsStore;
  /** The installation's; see `readEncryptionKey`. */
  readonly encryptionKey: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timing?: Partial<ForwardTiming>;
  /** Resolves the host names of targets; as the system does unless given. */
  readonly resolve?: NetworkPolicy['resolve'];
}

/** A new target. */
export interface TargetRequest {
  readonly organisation: OrganisationId;
  readonly kind: ForwardTarget['kind'];
  readonly url: string;
  readonly verbs: readonly string[];
  readonly activities: readonly string[];
  /** An LRS's `key:secret`, or the secret of a webhook's signatures. */
  readonly secret?: string;
  readonly allowPrivate: boolean;
  /** `true`: it gets all statements, not only new ones. */
  readonly fromBeginning: boolean;
}

/** A target, and its progress. */
export interface TargetStatus extends Omit<ForwardTarget, 'sealedSecret'>, Partial<ForwardProgress> {
  /** Number of positions that have not been delivered to it. */
  readonly behind: number;
}

/** Forwards stored statements to other LRSs and webhooks: at least once, in order, with a durable cursor. */
export interface Forwarding {
  start(): Promise<void>;
  /** Stops; undelivered statements are delivered after the next start. */
  stop(): Promise<void>;
  /**
   * @throws LotseError `invalid-parameter` if the address is none that can be told, `forbidden` if it is a private one
   */
  add(request: TargetRequest): Promise<TargetStatus>;
  list(organisation: OrganisationId): Promise<readonly TargetStatus[]>;
  remove(organisation: OrganisationId, id: string): Promise<boolean>;
  /** The cursor of the target that is farthest behind in a partition; `head` if there is no target. */
  slowest(partition: Partition): Promise<Position>;
  /** A target's dead letters, those of the oldest statements first. */
  dead(organisation: OrganisationId, id: string, limit?: number): Promise<readonly DeadLetter[]>;
  /**
   * Replays dead letters one by one; those that the target accepts are removed.
   * @throws LotseError `not-found` if there is no such target, `platform-unreachable` if it cannot be reached
   */
  replay(organisation: OrganisationId, id: string): Promise<{ readonly delivered: number; readonly refused: number }>;
}

const defaultTiming: ForwardTiming = { pollMs: 2_000, firstRetryMs: 1_000, maxRetryMs: 15 * 60_000 };
const allDead = 100_000;

/** A name is checked when it is resolved, with every request; a literal address can be refused at once. */
function checkedTarget(text: string, allowPrivate: boolean): string {
  try {
    const url = checkedUrl({ allowInternal: allowPrivate }, text);
    if (url.hash !== '') throw new OutboundError('address', 'address has a fragment');
    if (!allowPrivate && url.hostname === 'localhost')
      throw new OutboundError('internal-address', 'localhost is an internal address');
    return url.href;
  } catch (caught) {
    if (!(caught instanceof OutboundError)) throw caught;
    const { reason, message: detail } = caught;
    if (reason === 'address')
      throw new LotseError(
        'invalid-parameter',
        `"${text}" must be an http:// or https:// address without a user name.`,
        { path: 'url', detail },
      );
    const { hostname } = new URL(text);
    throw new LotseError(
      'forbidden',
      reason === 'internal-address'
        ? `${hostname} lies in a private network. Where that is meant, say so (--allow-private).`
        : `${hostname} is an address that no target can have: it belongs to this machine's network or cloud itself.`,
      { path: 'url', detail },
    );
  }
}

class StoreForwarding implements Forwarding {
  readonly #parts: ForwardingParts;
  readonly #deliverer: Deliverer;
  readonly #forRunners: RunnerParts;
  readonly #runners = new Map<string, Runner>();
  #unsubscribe: (() => void) | undefined;
  readonly #matching: BackgroundLoop;

  constructor(parts: ForwardingParts) {
    const { store, encryptionKey, clock, logger, resolve } = parts;
    const timing = { ...defaultTiming, ...parts.timing };
    this.#parts = parts;
    this.#deliverer = createDeliverer({
      encryptionKey,
      attachments: store.attachments,
      clock,
      ...(resolve === undefined ? {} : { resolve }),
    });
    this.#forRunners = {
      store,
      deliverer: this.#deliverer,
      clock,
      logger,
      timing,
      leases: createProcessLeases(store.leases, clock),
    };
    this.#matching = new BackgroundLoop({
      step: async () => {
        await this.#matchRunners();
        return timing.pollMs;
      },
      onFailure: ({ caught }) =>
        logger.error({ detail: String(caught) }, 'Forwarding could not read its targets; it is tried again.'),
      retry: { firstMs: timing.pollMs, maxMs: timing.pollMs },
    });
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#parts.store.stream.onAppended(() => {
      for (const runner of this.#runners.values()) runner.wake();
    });
    await this.#matchRunners();
    void this.#matching.start(this.#forRunners.timing.pollMs);
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#matching.stop();
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()));
    this.#runners.clear();
  }

  async add({ secret, fromBeginning, ...request }: TargetRequest): Promise<TargetStatus> {
    const id = newUuid();
    const target: ForwardTarget = {
      ...request,
      id,
      url: checkedTarget(request.url, request.allowPrivate),
      created: isoNow(this.#parts.clock),
      ...(secret === undefined
        ? {}
        : {
            sealedSecret: seal(
              this.#parts.encryptionKey,
              secretPurpose({ organisation: request.organisation, id }),
              secret,
            ),
          }),
    };
    const partitions = await this.#parts.store.stream.listPartitions();
    const start = await Promise.all(
      partitions.map(async (partition) => ({
        partition,
        position: fromBeginning ? 0 : await this.#parts.store.stream.findHead(partition),
      })),
    );
    await this.#parts.store.forwarding.addTarget(target, start);
    return this.#statusOf(target);
  }

  async list(organisation: OrganisationId): Promise<readonly TargetStatus[]> {
    return Promise.all(
      (await this.#parts.store.forwarding.listTargets(organisation)).map((target) => this.#statusOf(target)),
    );
  }

  async slowest(partition: number): Promise<number> {
    const cursors = await Promise.all(
      (await this.#parts.store.forwarding.listAllTargets()).map(({ organisation, id }) =>
        this.#parts.store.forwarding.findForwardCursor(organisation, id, partition),
      ),
    );
    return Math.min(await this.#parts.store.stream.findHead(partition), ...cursors);
  }

  async remove(organisation: OrganisationId, id: string): Promise<boolean> {
    const { forwarding } = this.#parts.store;
    if (!(await forwarding.listTargets(organisation)).some((target) => target.id === id)) return false;
    await forwarding.removeTarget(organisation, id);
    return true;
  }

  async dead(organisation: OrganisationId, id: string, limit = allDead): Promise<readonly DeadLetter[]> {
    await this.#existing(organisation, id);
    return this.#parts.store.forwarding.listDeadLetters(organisation, id, limit);
  }

  async replay(
    organisation: OrganisationId,
    id: string,
  ): Promise<{ readonly delivered: number; readonly refused: number }> {
    const target = await this.#existing(organisation, id);
    const counts = { delivered: 0, refused: 0 };
    for (const { id: letter, statement, position } of await this.#parts.store.forwarding.listDeadLetters(
      organisation,
      id,
      allDead,
    )) {
      const stored = await this.#parts.store.statements.findStatement(organisation, statement);
      const delivery =
        stored === undefined
          ? { kind: 'delivered' as const }
          : await this.#deliverer.deliver(target, [{ id: statement, position, text: stored.text }]);
      if (delivery.kind === 'failed')
        throw new LotseError(
          'platform-unreachable',
          `The target ${delivery.error}. Dead letters that were not sent again stay where they are.`,
        );
      if (delivery.kind === 'refused') counts.refused += 1;
      else {
        await this.#parts.store.forwarding.removeDeadLetter(organisation, id, letter);
        counts.delivered += 1;
      }
    }
    return counts;
  }

  /** Starts and stops runners as targets come and go, which other processes (the command line) may decide. */
  async #matchRunners(): Promise<void> {
    const targets = await this.#parts.store.forwarding.listAllTargets();
    const targetIds = new Set(targets.map(({ id }) => id));
    for (const [id, runner] of this.#runners) {
      if (targetIds.has(id)) continue;
      this.#runners.delete(id);
      await runner.stop();
    }
    for (const target of targets)
      if (!this.#matching.stopped && !this.#runners.has(target.id))
        this.#runners.set(target.id, startForwardRunner(target, this.#forRunners));
  }

  async #statusOf({ sealedSecret: _sealed, ...target }: ForwardTarget): Promise<TargetStatus> {
    const behind = await Promise.all(
      (await this.#parts.store.stream.listPartitions()).map(async (partition) => {
        const cursor = await this.#parts.store.forwarding.findForwardCursor(target.organisation, target.id, partition);
        return Math.max(0, (await this.#parts.store.stream.findHead(partition)) - cursor);
      }),
    );
    return {
      ...target,
      ...(await this.#parts.store.forwarding.findForwardProgress(target.organisation, target.id)),
      behind: behind.reduce((sum, each) => sum + each, 0),
    };
  }

  async #existing(organisation: OrganisationId, id: string): Promise<ForwardTarget> {
    const target = (await this.#parts.store.forwarding.listTargets(organisation)).find((each) => each.id === id);
    if (target === undefined)
      throw new LotseError('not-found', 'This organisation has no such target.', { path: 'id' });
    return target;
  }
}

export function createForwarding(parts: ForwardingParts): Forwarding {
  return new StoreForwarding(parts);
}
