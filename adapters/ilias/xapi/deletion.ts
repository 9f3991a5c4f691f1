import { BoundedMap, type Clock, isoNow, type Logger, LotseError, newSecret } from '../../../base/index.js';
import { eraseStatements } from '../../../lrs/index.js';
import type { LrsStore, OrganisationId } from '../../../lrs/store/index.js';
import type { StatementCondition } from './condition.js';
import { iliasSoftware } from './dialect.js';
import { searchStatements, type SearchLimits } from './search.js';

/** A deletion that ILIAS has asked for. */
export interface Deletion {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly created: string;
  readonly done: boolean;
  readonly erased: number;
}

/** Erases what ILIAS asks to be deleted: of an organisation one after the other, and no organisation waits for another. */
export interface Deletions {
  /** @throws LotseError `too-many-requests` where too many wait already */
  begin(organisation: OrganisationId, condition: StatementCondition): Deletion;
  find(organisation: OrganisationId, id: string): Deletion | undefined;
  /** Ends after what is being erased now. ILIAS asks again for what was not done. */
  stop(): Promise<void>;
}

/** Dependencies of deletions. */
export interface DeletionParts {
  readonly store: Pick<LrsStore, 'statements' | 'access'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Ids gathered before they are erased: what is in memory at once. */
const batchSize = 1_000;
/** Nobody waits for a deletion as for an answer, so it may look further. */
const limits: SearchLimits = { statements: 1_000_000, activities: 10_000, time: 600_000 };
/** Of one organisation. */
const maxQueueLength = 20;
/** Deletions that are remembered of one organisation; ILIAS asks for its own within minutes. More than can wait. */
const maxDeletions = 200;

/** A deletion as it goes on. */
type RunningDeletion = { -readonly [Name in keyof Deletion]: Deletion[Name] };

/** The deletions of one organisation. */
interface Requests {
  readonly deletions: BoundedMap<RunningDeletion>;
  waiting: number;
  queue: Promise<void>;
}

/** The deletions of all organisations. */
class QueuedDeletions implements Deletions {
  readonly #parts: DeletionParts;
  readonly #requests = new Map<OrganisationId, Requests>();
  #isStopped = false;

  constructor(parts: DeletionParts) {
    this.#parts = parts;
  }

  begin(organisation: OrganisationId, condition: StatementCondition): Deletion {
    const own = this.#requestsOf(organisation);
    if (own.waiting >= maxQueueLength)
      throw new LotseError('too-many-requests', 'Too many deletions are waiting already.', { retryAfter: 60 });
    // The form that ILIAS knows of ids: 24 hexadecimal digits.
    const id = Buffer.from(newSecret(12), 'base64url').toString('hex');
    const deletion: RunningDeletion = { id, organisation, created: isoNow(this.#parts.clock), done: false, erased: 0 };
    own.deletions.set(id, deletion);
    own.waiting += 1;
    own.queue = own.queue
      .then(() => this.#run(deletion, condition))
      .catch((caught: unknown) => {
        this.#parts.logger.error(
          { organisation, deletion: id, detail: caught instanceof Error ? caught.message : String(caught) },
          'A deletion that ILIAS asked for could not be carried out; it asks again.',
        );
      })
      .finally(() => {
        own.waiting -= 1;
      });
    return deletion;
  }

  find(organisation: OrganisationId, id: string): Deletion | undefined {
    return this.#requests.get(organisation)?.deletions.get(id);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#requests.values()].map(({ queue }) => queue));
  }

  #requestsOf(organisation: OrganisationId): Requests {
    const existing = this.#requests.get(organisation) ?? {
      deletions: new BoundedMap(maxDeletions),
      waiting: 0,
      queue: Promise.resolve(),
    };
    this.#requests.set(organisation, existing);
    return existing;
  }

  /**
   * The keys of ILIAS's credentials. It may not delete what others have stored, such as the results of our own units,
   * whatever its filter says.
   */
  async #keysOf(organisation: OrganisationId): Promise<ReadonlySet<unknown>> {
    return new Set(
      (await this.#parts.store.access.listCredentials(organisation))
        .filter(({ software }) => software === iliasSoftware)
        .map(({ key }) => key),
    );
  }

  /** Ids of the next statements to erase. */
  async #next(
    organisation: OrganisationId,
    condition: StatementCondition,
    keys: ReadonlySet<unknown>,
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    const { statements } = this.#parts.store;
    for await (const { stored, statement } of searchStatements({
      statements,
      organisation,
      condition,
      limits,
      voided: true,
    })) {
      const { account } = (statement['authority'] ?? {}) as { readonly account?: { readonly name?: unknown } };
      if (!keys.has(account?.name)) continue;
      ids.push(stored.id);
      if (ids.length === batchSize) break;
    }
    return ids;
  }

  async #run(deletion: RunningDeletion, condition: StatementCondition): Promise<void> {
    const { store, clock, logger } = this.#parts;
    const { id, organisation } = deletion;
    const keys = await this.#keysOf(organisation);
    while (!this.#isStopped) {
      const ids = await this.#next(organisation, condition, keys);
      const { erased } = await eraseStatements({ store, clock }, organisation, ids);
      deletion.erased += erased.length;
      // A voiding statement cannot be erased, and must not be found for ever.
      if (ids.length < batchSize || erased.length === 0) {
        deletion.done = true;
        logger.info({ organisation, deletion: id, erased: deletion.erased }, 'ILIAS had statements deleted');
        return;
      }
    }
  }
}

/** Deletions that have not begun yet. */
export function createDeletions(parts: DeletionParts): Deletions {
  return new QueuedDeletions(parts);
}
