/** Who holds something for a while, and nobody else. */
export interface ClaimLease {
  /** UUID that the holder has chosen; a command that is repeated has the same. */
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly until: string;
}

/** A lease as a store keeps it: without `until` it has been settled, and its id says who did. */
export type KeptLease = Pick<ClaimLease, 'id'> & Partial<ClaimLease>;

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

/** `until` as a store keeps it; missing where nobody holds anything. */
export function isLeaseHeld(until: string | undefined, now: string): boolean {
  return until !== undefined && until > now && until <= latestLeaseEnd(now);
}

/** `true` for whoever holds it already, so that a claim can be repeated. */
export function mayClaim(kept: KeptLease | undefined, lease: string, now: string): boolean {
  return kept?.until === undefined || kept.id === lease || !isLeaseHeld(kept.until, now);
}

/** What settling a lease comes to: `settled` where its holder has done it before, `lost` where it is somebody else's. */
export function settlementOf(kept: KeptLease | undefined, lease: string): 'settle' | 'settled' | 'lost' {
  if (kept?.id !== lease) return 'lost';
  return kept.until === undefined ? 'settled' : 'settle';
}
