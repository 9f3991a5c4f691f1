import { Option } from 'commander';
import type { inBothLanguages } from './help-texts.js';
import { optionError } from './help-texts.js';

const dayMs = 24 * 3600_000;

function readDays(value: string): number {
  const days = /^([1-9]\d{0,3})d$/.exec(value)?.[1];
  if (days === undefined) throw optionError('wrong.age');
  return Number(days) * dayMs;
}

/** `--older-than 7d`, read as milliseconds. */
export function ageOption(description: ReturnType<typeof inBothLanguages>): Option {
  return new Option('--older-than <days>', description).argParser(readDays).default(7 * dayMs, '7d');
}
