import { type Clock, type Milliseconds, omitUndefined } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import { type LaunchTrace, type LoginError, type LtiStore, mergedLaunchTrace, type Platform } from '../store/index.js';

/** Progress of the launches of LMSs, for connection tests. */
export interface LaunchTraces {
  /**
   * Records the progress of a platform's launch. Costs the launch nothing: it is written later, see {@link
   * traceDelayMs}.
   */
  note(
    platform: Pick<Platform, 'organisation' | 'id'>,
    seen: 'begun' | 'arrived' | 'confirmed' | { readonly refused: LoginError },
  ): void;
  /** The traces of an organisation's platforms, by their ids, including this process's latest. */
  list(organisation: OrganisationId): Promise<ReadonlyMap<string, LaunchTrace>>;
  /** The same for one platform. */
  of(platform: Pick<Platform, 'organisation' | 'id'>): Promise<LaunchTrace>;
  /** Writes pending traces at once; a trace that the store refuses is tried again later. */
  flush(): Promise<void>;
}

/**
 * Delay before a trace is written: however many launches there are, each platform is written
 * once in that time. A process that is killed forgets these seconds, which costs somebody another click on "test".
 */
export const traceDelayMs: Milliseconds = 5_000;

/**
 * A trace that this process has not written yet: milliseconds since 1970, since it is recorded in the middle of
 * launches.
 */
interface PendingTrace {
  readonly platform: Pick<Platform, 'organisation' | 'id'>;
  /** Number of records so far. */
  notes: number;
  readonly at: Partial<Record<'begun' | 'arrived' | 'confirmed' | 'refused', number>>;
  error: LoginError;
}

function traceOf({ at: { begun, arrived, confirmed, refused }, error }: PendingTrace): LaunchTrace {
  const iso = (instant: number | undefined): string | undefined =>
    instant === undefined ? undefined : new Date(instant).toISOString();
  return omitUndefined({
    begun: iso(begun),
    arrived: iso(arrived),
    confirmed: iso(confirmed),
    refused: refused === undefined ? undefined : { at: new Date(refused).toISOString(), error },
  });
}

export function createLaunchTraces({
  store,
  clock,
}: {
  readonly store: Pick<LtiStore, 'traces'>;
  readonly clock: Clock;
}): LaunchTraces {
  const pending = new Map<string, PendingTrace>();
  let timer: NodeJS.Timeout | undefined;

  function scheduleFlush(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, traceDelayMs).unref();
  }

  async function flush(): Promise<void> {
    await Promise.all(
      [...pending].map(async ([key, entry]) => {
        try {
          const { notes } = entry;
          await store.traces.recordLaunchTrace(entry.platform.organisation, entry.platform.id, traceOf(entry));
          // Records made meanwhile have yet to be written.
          if (entry.notes === notes) pending.delete(key);
        } catch {
          scheduleFlush();
        }
      }),
    );
  }

  async function list(organisation: OrganisationId): Promise<ReadonlyMap<string, LaunchTrace>> {
    const cached = new Map(await store.traces.listLaunchTraces(organisation));
    for (const entry of pending.values()) {
      const { id, organisation: owner } = entry.platform;
      if (owner === organisation) cached.set(id, mergedLaunchTrace(cached.get(id) ?? {}, traceOf(entry)));
    }
    return cached;
  }

  return {
    note({ organisation, id }, seen) {
      const key = `${organisation} ${id}`;
      let entry = pending.get(key);
      if (entry === undefined) {
        entry = { platform: { organisation, id }, notes: 0, at: {}, error: 'other' };
        pending.set(key, entry);
      }
      entry.notes += 1;
      entry.at[typeof seen === 'string' ? seen : 'refused'] = clock.now();
      if (typeof seen !== 'string') entry.error = seen.refused;
      scheduleFlush();
    },
    list,
    of: async ({ organisation, id }) => (await list(organisation)).get(id) ?? {},
    flush,
  };
}
