import { LotseError } from '../../base/index.js';

/**
 * Milliseconds since 1970 of an ISO 8601 text that has been checked before it came here.
 * @throws LotseError `internal` if it has not
 */
export function milliseconds(instant: string): number {
  const value = Date.parse(instant);
  if (Number.isNaN(value)) throw new LotseError('internal', 'The store was given an instant that is not a date.');
  return value;
}

/** ISO 8601 in UTC with milliseconds. */
export function isoInstant(value: number): string {
  return new Date(value).toISOString();
}
