/** An instant in UTC as text (ISO 8601), e.g. `2026-11-21T08:15:00.000Z`; as texts, earlier ones sort first. */
export type Instant = string;

/** An instant as a number: milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMilliseconds = number;

/** An instant as JWTs say it: seconds since 1970-01-01T00:00:00Z. */
export type EpochSeconds = number;

/** A length of time. */
export type Milliseconds = number;

/** A length of time. */
export type Seconds = number;

/** A source of the current time. Injected wherever time matters, so that tests can set it. */
export interface Clock {
  now(): EpochMilliseconds;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * True if an instant lies less than that many milliseconds in the past. A future instant does not: the clock was set
 * back.
 */
export function isRecent(clock: Clock, instant: EpochMilliseconds, milliseconds: Milliseconds): boolean {
  const age = clock.now() - instant;
  return age >= 0 && age < milliseconds;
}

let lastTold = { instant: 0, text: new Date(0).toISOString() };

/** The present, with milliseconds. */
export function isoNow(clock: Clock): Instant {
  const instant = clock.now();
  // Under load there are many calls within the same millisecond.
  if (instant !== lastTold.instant) lastTold = { instant, text: new Date(instant).toISOString() };
  return lastTold.text;
}
