import { BackgroundLoop, type Clock, type Milliseconds, newUuid } from '../../base/index.js';
import type { LeaseCommands } from '../store/index.js';

/** Says whether it is this process's turn to do what only one should do at a time. */
export interface Turn {
  /** Takes the turn where it is free; asks the store only where less than half of it is left. */
  mine(): Promise<boolean>;
  /** Prolongs the turn while something runs that may outlast it. */
  during<Result>(action: () => Promise<Result>): Promise<Result>;
  /** Gives it back, so that nobody has to wait for its end. */
  end(): Promise<void>;
}

/** Makes turns, by the name of what is to be done. */
export type Turns = (name: string) => Turn;

const usualLength = 30_000;

/** @param length after this time another process may take over from one that has died */
export function takeTurns(leases: LeaseCommands, clock: Clock, length: Milliseconds = usualLength): Turns {
  const holder = newUuid();
  return (name) => {
    let until = 0;

    async function acquire(): Promise<boolean> {
      const now = clock.now();
      const end = now + length;
      const taken = await leases.acquire({
        name,
        holder,
        now: new Date(now).toISOString(),
        until: new Date(end).toISOString(),
      });
      until = taken ? end : 0;
      return taken;
    }

    return {
      mine: async () => until - clock.now() > length / 2 || acquire(),
      async during(action) {
        const prolonging = new BackgroundLoop({
          step: async () => {
            await acquire();
            return length / 3;
          },
          // Where prolonging fails, somebody else may begin as well: what is done here must bear to be done twice.
          onFailure: () => undefined,
          retry: { firstMs: length / 3, maxMs: length / 3 },
        });
        void prolonging.start(length / 3);
        try {
          return await action();
        } finally {
          // A late answer must not take the turn again after its end.
          await prolonging.stop();
        }
      },
      async end() {
        if (until === 0) return;
        until = 0;
        await leases.release(name, holder);
      },
    };
  };
}
