import type { EpochMilliseconds, Seconds } from '../clock.js';

/**
 * The seconds a response asks to wait: a number, or a date (RFC 9110 §10.2.3); `undefined` if there are none, or they
 * cannot be parsed. The caller limits them.
 */
export function retryAfterSeconds(headers: Headers, now: EpochMilliseconds): Seconds | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = /^[A-Z][a-z]{2},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
