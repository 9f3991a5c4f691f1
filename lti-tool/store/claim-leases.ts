/** A lease on something, held by one process for a while. */
export interface ClaimLease {
  /** UUID that the holder has chosen; a command that is repeated has the same. */
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly until: string;
}

/** A lease as a store keeps it: without `until` it has been settled, and its id says who did. */
export type StoredLease = Pick<ClaimLease, 'id'> & Partial<ClaimLease>;

/** No lease of this port is given for longer, in milliseconds. */
export const maxLeaseMs = 60 * 60 * 1000;

/**
 * Later than any lease that is given at `now` can end: one that ends later was given by a clock that was wrong, and
 * keeps nobody waiting once the clock is right again.
 * @param now ISO 8601 UTC
 * @returns ISO 8601 UTC
 */
export function latestLeaseEnd(now: string): string {
  return new Date(Date.parse(now) + maxLeaseMs).toISOString();
}

/** `until` as a store keeps it; missing if nobody holds anything. */
export function isLeaseHeld(until: string | undefined, now: string): boolean {
  return until !== undefined && until > now && until <= latestLeaseEnd(now);
}

/** `true` for whoever holds it already, so that a claim can be repeated. */
export function canClaim(stored: StoredLease | undefined, lease: string, now: string): boolean {
  return stored?.until === undefined || stored.id === lease || !isLeaseHeld(stored.until, now);
}

/** The outcome of settling a lease: `settled` if its holder has done it before, `lost` if it is somebody else's. */
export function settlementOf(stored: StoredLease | undefined, lease: string): 'settle' | 'settled' | 'lost' {
  if (stored?.id !== lease) return 'lost';
  return stored.until === undefined ? 'settled' : 'settle';
}
