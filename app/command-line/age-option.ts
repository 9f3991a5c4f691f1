import { Option } from 'commander';
import type { both } from './words.js';
import { wrongValue } from './words.js';

const dayMs = 24 * 3600_000;

function readDays(value: string): number {
  const days = /^([1-9]\d{0,3})d$/.exec(value)?.[1];
  if (days === undefined)
    throw wrongValue(
      'Gemeint ist eine Zahl von Tagen wie 7d, mindestens 1d.',
      'It must be a number of days such as 7d, and at least 1d.',
    );
  return Number(days) * dayMs;
}

/** `--older-than 7d`, read as milliseconds. */
export function ageOption(description: ReturnType<typeof both>): Option {
  return new Option('--older-than <days>', description).argParser(readDays).default(7 * dayMs, '7d');
}
