import { checkExtensions, isNumber, isText, isTruth, objectWith, optional, refuse } from './checks.js';
import { isDuration } from './duration.js';
import { child } from './path.js';
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
  const result = objectWith(value, path, resultProperties, 'A result');
  optional(result, 'score', path, checkScore);
  optional(result, 'success', path, isTruth);
  optional(result, 'completion', path, isTruth);
  optional(result, 'response', path, isText);
  optional(result, 'duration', path, checkDuration);
  optional(result, 'extensions', path, checkExtensions);
}

function checkScore(value: unknown, path: string): void {
  const properties = objectWith(value, path, scoreProperties, 'A score');
  for (const key of scoreProperties) optional(properties, key, path, isNumber);
  const { scaled, raw, min, max } = properties as Score;
  if (scaled !== undefined && (scaled < -1 || scaled > 1))
    refuse(child(path, 'scaled'), 'A scaled score must be from -1 to 1.');
  if (min !== undefined && max !== undefined && min >= max)
    refuse(child(path, 'min'), 'A score\'s "min" must be less than its "max".');
  if (raw !== undefined && min !== undefined && raw < min)
    refuse(child(path, 'raw'), 'A score\'s "raw" must not be less than its "min".');
  if (raw !== undefined && max !== undefined && raw > max)
    refuse(child(path, 'raw'), 'A score\'s "raw" must not be greater than its "max".');
}

function checkDuration(value: unknown, path: string): void {
  isText(value, path);
  if (!isDuration(value)) refuse(path, `"${path}" must be an ISO 8601 duration such as "PT1M30.5S" or "P4W".`);
}
