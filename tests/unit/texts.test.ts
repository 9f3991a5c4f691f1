import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bilingual, defineTexts, germanOf, LotseError, startError } from '../../base/index.js';
import { projectRoot } from '../support/project-root.js';

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

const texts = defineTexts({
  de: {
    plain: 'Guten Tag',
    named: 'Guten Tag, {{name}} und {{other}}',
    found_zero: 'nichts',
    found_one: 'ein Treffer',
    found_other: '{{count}} Treffer',
  },
  en: {
    plain: 'Hello',
    named: 'Hello, {{name}} and {{other}}',
    found_zero: 'nothing',
    found_one: 'one result',
    found_other: '{{count}} results',
  },
});

describe('texts', () => {
  test('are said in the language that is asked for, with their gaps filled', () => {
    expect(texts('de')('plain')).toBe('Guten Tag');
    expect(texts('en')('named', { name: 'Ada', other: 2 })).toBe('Hello, Ada and 2');
    expect(bilingual((language) => texts(language)('plain'))).toEqual({ de: 'Guten Tag', en: 'Hello' });
  });

  test('keep a gap that nothing fills, and take what fills one as it is', () => {
    expect(texts('en')('named', { name: '$& {{other}} <b>' })).toBe('Hello, $& {{other}} <b> and {{other}}');
  });

  test.each([
    [0, 'nichts', 'nothing'],
    [1, 'ein Treffer', 'one result'],
    [2, '2 Treffer', '2 results'],
  ])('have a form for %i', (count, german, english) => {
    expect(texts('de')('found', { count })).toBe(german);
    expect(texts('en')('found', { count })).toBe(english);
  });
});

describe('what an error says in German', () => {
  test('is what was said with it', () => {
    const error = startError('invalid-configuration', 'port-in-use', { host: '::', port: 3000 });
    expect(error.message).toMatch(/^Port 3000 is in use\./);
    expect(germanOf(error)).toMatch(/^Port 3000 ist belegt\./);
  });

  test('follows from the sentence of a store, whose values stay in their places', () => {
    const message =
      'The bucket "a (b)" of LOTSE_ATTACHMENTS refuses the credentials. Check LOTSE_S3_KEY and LOTSE_S3_SECRET.';
    expect(germanOf(new LotseError('invalid-configuration', message))).toBe(
      'Der Bucket „a (b)“ aus LOTSE_ATTACHMENTS nimmt die Zugangsdaten nicht an. Prüfen Sie LOTSE_S3_KEY und LOTSE_S3_SECRET.',
    );
  });

  test('knows the sentences as stores say them', () => {
    const start = (JSON.parse(read('base/locales/en.json')) as { readonly start: Readonly<Record<string, string>> })
      .start;
    const folder = join(projectRoot, 'adapters');
    const said = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const known = Object.keys(start).filter((key) => /^(?:folder|database|bucket|files|store)-/.test(key));
    const unsaid = known.filter((key) => {
      const parts = start[key]!.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return !new RegExp(`['\`]${parts.join('\\$\\{.+?\\}')}['\`]`).test(said);
    });
    // The first is put together from two, and the second is ours, made of what a bucket says.
    expect(unsaid).toEqual(['database-not-copied', 'bucket-unreachable']);
  });

  test('is at least what kind of error it is', () => {
    expect(germanOf(new LotseError('conflict', 'There is a target with this id already.'))).toBe(
      'Das geht nicht neben dem, was schon da ist.',
    );
    expect(germanOf(new LotseError('wrong-hash', 'No.'))).toBe('Das hat nicht geklappt.');
  });
});
