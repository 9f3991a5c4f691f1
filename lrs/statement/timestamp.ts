import type { XapiVersion } from './types.js';

const date = '(\\d{4})-(\\d\\d)-(\\d\\d)';
const time = '(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?';
/** RFC 3339 §5.6. */
const internet = new RegExp(`^${date}[Tt]${time}([Zz]|[+-]\\d\\d:\\d\\d)$`);
/** ISO 8601 dates with times beyond RFC 3339: the zone or the seconds left out, short offsets, decimal comma. */
const extended = new RegExp(`^${date}T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)?(Z|[+-]\\d\\d(?::?\\d\\d)?)?$`);
const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?:\d\d)?)?$/;

/** The form in which timestamps are stored, on days that every year has. */
const rounded =
  /^\d{4}-(?:(?:0[13-9]|1[0-2])-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const millisecondsPerMinute = 60_000;
const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads a timestamp (Data §4.5). Version 2.0 takes RFC 3339 alone; 1.0.x also the other forms of ISO 8601 that
 * name an instant, where a missing zone means UTC. "-00:00" is refused in every form: RFC 3339 gives it a meaning
 * that ISO 8601 does not.
 * @returns the same instant in UTC as `YYYY-MM-DDTHH:MM:SS.sss…Z`, with three digits of the second or, where the
 *   text has more, up to nine; `undefined` if the text is no timestamp
 */
export function toUtcTimestamp(text: string, version: XapiVersion): string | undefined {
  if (rounded.test(text)) return text;
  const match = internet.exec(text) ?? (version === '1.0.3' ? (extended.exec(text) ?? basic.exec(text)) : null);
  if (match === null) return undefined;
  const fields = match.slice(1, 7).map((part: string | undefined) => Number(part ?? 0)) as unknown as DateAndTime;
  const offset = offsetMinutes(match[8]);
  if (offset === undefined || !isOnClockAndCalendar(fields)) return undefined;
  const [year, month, day, hour, minute, second] = fields;
  const fraction = (match[7] ?? '').padEnd(3, '0');
  const whole = new Date(0);
  whole.setUTCFullYear(year, month - 1, day);
  whole.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3)));
  const instant = whole.getTime() - offset * millisecondsPerMinute;
  if (instant < earliest || instant > latest) return undefined;
  return `${new Date(instant).toISOString().slice(0, -1)}${fraction.slice(3, 9)}Z`;
}

/** Year, month from 1, day, hour, minute, second. */
type DateAndTime = readonly [number, number, number, number, number, number];

/** Second 60 is a leap second; like clocks in UTC, it is taken as the second after. */
function isOnClockAndCalendar([year, month, day, hour, minute, second]: DateAndTime): boolean {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  return hour <= 23 && minute <= 59 && second <= 60;
}

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return undefined;
  const total = hours * 60 + minutes;
  if (zone.startsWith('-')) return total === 0 ? undefined : -total;
  return total;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
