import {
  checkExtensions,
  checkNumber,
  checkString,
  checkBoolean,
  checkObjectKeys,
  optional,
  refuse,
} from './checks.js';
import { isDuration } from './duration.js';
import { childPath } from './path.js';
import type { Score } from './types.js';

const resultProperties: ReadonlySet<string> = new Set([
  'score',
  'success',
  'completion',
  'response',
  'duration',
  'extensions',
]);
const scoreProperties: ReadonlySet<string> = new Set(['scaled', 'raw', 'min', 'max']);

/** A Result (Data §2.4.5). */
export function checkResult(value: unknown, path: string): void {
  const result = checkObjectKeys(value, path, resultProperties, 'A result');
  optional(result, 'score', path, checkScore);
  optional(result, 'success', path, checkBoolean);
  optional(result, 'completion', path, checkBoolean);
  optional(result, 'response', path, checkString);
  optional(result, 'duration', path, checkDuration);
  optional(result, 'extensions', path, checkExtensions);
}

function checkScore(value: unknown, path: string): void {
  const properties = checkObjectKeys(value, path, scoreProperties, 'A score');
  for (const key of scoreProperties) optional(properties, key, path, checkNumber);
  const { scaled, raw, min, max } = properties as Score;
  if (scaled !== undefined && (scaled < -1 || scaled > 1))
    refuse(childPath(path, 'scaled'), 'A scaled score must be from -1 to 1.');
  if (min !== undefined && max !== undefined && min >= max)
    refuse(childPath(path, 'min'), 'A score\'s "min" must be less than its "max".');
  if (raw !== undefined && min !== undefined && raw < min)
    refuse(childPath(path, 'raw'), 'A score\'s "raw" must not be less than its "min".');
  if (raw !== undefined && max !== undefined && raw > max)
    refuse(childPath(path, 'raw'), 'A score\'s "raw" must not be greater than its "max".');
}

function checkDuration(value: unknown, path: string): void {
  checkString(value, path);
  if (!isDuration(value)) refuse(path, `"${path}" must be an ISO 8601 duration such as "PT1M30.5S" or "P4W".`);
}
