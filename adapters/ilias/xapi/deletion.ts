import { BoundedMap, type Clock, isoNow, type Logger, LotseError, newSecret } from '../../../base/index.js';
import { eraseStatements } from '../../../lrs/index.js';
import type { LrsStore, OrganisationId } from '../../../lrs/store/index.js';
import type { Condition } from './condition.js';
import { ilias } from './dialect.js';
import { search, type SearchLimits } from './search.js';

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
  begin(organisation: OrganisationId, condition: Condition): Deletion;
  find(organisation: OrganisationId, id: string): Deletion | undefined;
  /** Ends after what is being erased now. ILIAS asks again for what was not done. */
  stop(): Promise<void>;
}

/** What deleting needs. */
export interface DeletionParts {
  readonly store: Pick<LrsStore, 'statements' | 'access'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Ids gathered before they are erased: what is in memory at once. */
const atOnce = 1_000;
/** Nobody waits for a deletion as for an answer, so it may look further. */
const limits: SearchLimits = { statements: 1_000_000, activities: 10_000, time: 600_000 };
/** Of one organisation. */
const mostWaiting = 20;
/** Deletions that are remembered of one organisation; ILIAS asks for its own within minutes. More than can wait. */
const mostRemembered = 200;

/** A deletion as it goes on. */
type Running = { -readonly [Name in keyof Deletion]: Deletion[Name] };

/** What an organisation has asked for. */
interface Requests {
  readonly deletions: BoundedMap<Running>;
  waiting: number;
  queue: Promise<void>;
}

export function createDeletions({ store, clock, logger }: DeletionParts): Deletions {
  const requests = new Map<OrganisationId, Requests>();
  let stopped = false;

  function requestsOf(organisation: OrganisationId): Requests {
    const known = requests.get(organisation) ?? {
      deletions: new BoundedMap(mostRemembered),
      waiting: 0,
      queue: Promise.resolve(),
    };
    requests.set(organisation, known);
    return known;
  }

  /**
   * What came in under a credential of ILIAS. It may not delete what others have stored, such as the results of our
   * own units, whatever its filter says.
   */
  async function keysOf(organisation: OrganisationId): Promise<ReadonlySet<unknown>> {
    return new Set(
      (await store.access.listCredentials(organisation))
        .filter(({ software }) => software === ilias)
        .map(({ key }) => key),
    );
  }

  /** Ids of the next statements that are to go. */
  async function next(
    organisation: OrganisationId,
    condition: Condition,
    keys: ReadonlySet<unknown>,
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { stored, statement } of search({
      statements: store.statements,
      organisation,
      condition,
      limits,
      voided: true,
    })) {
      const { account } = (statement['authority'] ?? {}) as { readonly account?: { readonly name?: unknown } };
      if (!keys.has(account?.name)) continue;
      ids.push(stored.id);
      if (ids.length === atOnce) break;
    }
    return ids;
  }

  async function run(deletion: Running, condition: Condition): Promise<void> {
    const { id, organisation } = deletion;
    const keys = await keysOf(organisation);
    while (!stopped) {
      const ids = await next(organisation, condition, keys);
      const { erased } = await eraseStatements({ store, clock }, organisation, ids);
      deletion.erased += erased.length;
      // What cannot be erased (a voiding statement) must not be found for ever.
      if (ids.length < atOnce || erased.length === 0) {
        deletion.done = true;
        logger.info({ organisation, deletion: id, erased: deletion.erased }, 'ILIAS had statements deleted');
        return;
      }
    }
  }

  return {
    begin(organisation, condition) {
      const own = requestsOf(organisation);
      if (own.waiting >= mostWaiting)
        throw new LotseError('too-many-requests', 'Too many deletions are waiting already.', { retryAfter: 60 });
      // The form that ILIAS knows of ids: 24 hexadecimal digits.
      const id = Buffer.from(newSecret(12), 'base64url').toString('hex');
      const deletion: Running = { id, organisation, created: isoNow(clock), done: false, erased: 0 };
      own.deletions.set(id, deletion);
      own.waiting += 1;
      own.queue = own.queue
        .then(() => run(deletion, condition))
        .catch((caught: unknown) => {
          logger.error(
            { organisation, deletion: id, detail: caught instanceof Error ? caught.message : String(caught) },
            'A deletion that ILIAS asked for could not be carried out; it asks again.',
          );
        })
        .finally(() => {
          own.waiting -= 1;
        });
      return deletion;
    },
    find: (organisation, id) => requests.get(organisation)?.deletions.get(id),
    async stop() {
      stopped = true;
      await Promise.all([...requests.values()].map(({ queue }) => queue));
    },
  };
}
