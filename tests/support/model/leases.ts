import type { LeaseCommands } from '../../../lrs/store/index.js';

/** The leases of the model: one map. */
export function leaseModel(): LeaseCommands {
  const leases = new Map<string, { readonly holder: string; readonly until: number }>();
  return {
    acquireLease: async ({ name, holder, now, until }) => {
      const present = leases.get(name);
      if (present !== undefined && present.holder !== holder && present.until > Date.parse(now)) return false;
      leases.set(name, { holder, until: Date.parse(until) });
      return true;
    },
    releaseLease: async (name, holder) => {
      if (leases.get(name)?.holder === holder) leases.delete(name);
    },
  };
}
