import { BackgroundLoop, type Clock, type Milliseconds, newUuid } from '../../base/index.js';
import type { LeaseCommands } from '../store/index.js';

/** A lease on work that only one process should do at a time. */
export interface ProcessLease {
  /** Acquires the lease if it is free; asks the store only if less than half of it is left. */
  isHeld(): Promise<boolean>;
  /** Renews the lease while something runs that may outlast it. */
  during<Result>(action: () => Promise<Result>): Promise<Result>;
  /** Releases it, so that nobody has to wait for it to expire. */
  end(): Promise<void>;
}

/** Creates leases, by the name of the work. */
export type ProcessLeases = (name: string) => ProcessLease;

const defaultLeaseMs = 30_000;

/** @param length after this time another process may take over from one that has died */
export function createProcessLeases(
  leases: LeaseCommands,
  clock: Clock,
  length: Milliseconds = defaultLeaseMs,
): ProcessLeases {
  const holder = newUuid();
  return (name) => {
    let until = 0;

    async function acquire(): Promise<boolean> {
      const now = clock.now();
      const end = now + length;
      const taken = await leases.acquireLease({
        name,
        holder,
        now: new Date(now).toISOString(),
        until: new Date(end).toISOString(),
      });
      until = taken ? end : 0;
      return taken;
    }

    return {
      isHeld: async () => until - clock.now() > length / 2 || acquire(),
      async during(action) {
        const renewal = new BackgroundLoop({
          step: async () => {
            await acquire();
            return length / 3;
          },
          // If renewal fails, another process may start as well: the work must be safe to do twice.
          onFailure: () => undefined,
          retry: { firstMs: length / 3, maxMs: length / 3 },
        });
        void renewal.start(length / 3);
        try {
          return await action();
        } finally {
          // A late answer must not acquire the lease again after its release.
          await renewal.stop();
        }
      },
      async end() {
        if (until === 0) return;
        until = 0;
        await leases.releaseLease(name, holder);
      },
    };
  };
}
