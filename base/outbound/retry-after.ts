import type { EpochMilliseconds, Seconds } from '../clock.js';

/**
 * The seconds that an answer asks to wait for: a number of them, or a date (RFC 9110 §10.2.3); `undefined` where it asks
 * for nothing that can be understood. Whoever waits bounds it.
 */
export function retryAfterSeconds(headers: Headers, now: EpochMilliseconds): Seconds | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = /^[A-Z][a-z]{2},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
