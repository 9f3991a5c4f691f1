/** A source of the current time. Injected wherever time matters, so that tests can set it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * True if an instant lies less than that many milliseconds in the past. A future instant does not: the clock was set
 * back.
 */
export function isRecent(clock: Clock, instant: number, milliseconds: number): boolean {
  const age = clock.now() - instant;
  return age >= 0 && age < milliseconds;
}

let lastTold = { instant: 0, text: new Date(0).toISOString() };

/** ISO 8601 in UTC with milliseconds, e.g. `2026-11-21T08:15:00.000Z`. */
export function isoNow(clock: Clock): string {
  const instant = clock.now();
  // Under load there are many calls within the same millisecond.
  if (instant !== lastTold.instant) lastTold = { instant, text: new Date(instant).toISOString() };
  return lastTold.text;
}
