/** Somebody's right to do something alone for a while. */
export interface Lease {
  /** The name of the work, e.g. `forward <target>`. */
  readonly name: string;
  /** The process that holds it: a text that no other process has. */
  readonly holder: string;
  /** The present, ISO 8601 UTC with milliseconds. */
  readonly now: string;
  /** Until when; from this instant on anybody may take it. */
  readonly until: string;
}

/**
 * Leases on work that only one of several processes should do at a time. The clocks of the processes may differ by less
 * than
 * what a lease has left when it is prolonged.
 */
export interface LeaseCommands {
  /**
   * Takes a lease that nobody holds at `now`, or prolongs one's own.
   * @returns `false` if somebody else holds it
   * @throws LotseError `store-unavailable`
   */
  acquireLease(lease: Lease): Promise<boolean>;
  /** Gives a lease back before its time; one that somebody else holds stays. */
  releaseLease(name: string, holder: string): Promise<void>;
}
