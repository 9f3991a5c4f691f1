import { describe, expect, test } from '@jest/globals';
import { pathTexts, placesShown } from '../../pages/path/index.js';
import { playTexts } from '../../pages/play/index.js';

/** "1 Einheiten" is nothing that a person would say. */
describe('one and many, in both languages', () => {
  test.each([
    ['de', 1, 'etwa 1 Minute'],
    ['de', 6, 'etwa 6 Minuten'],
    ['en', 1, 'about 1 minute'],
    ['en', 6, 'about 6 minutes'],
  ] as const)('how long a unit takes (%s, %i)', (language, count, words) => {
    expect(playTexts(language)('minutes', { count })).toBe(words);
  });

  test('the steps of an area', () => {
    expect(pathTexts('de')('all', { count: 1, area: 'Lernen' })).toBe('Zum Schritt: Lernen');
    expect(pathTexts('en')('all', { count: 12, area: 'Learning' })).toBe('All 12 steps: Learning');
    const stretch = { group: undefined, first: 25, done: 0, total: 25 };
    expect(placesShown('de', { ...stretch, steps: [{}] as never })).toBe('Schritt 25 von 25');
    expect(placesShown('en', { ...stretch, first: 24, steps: [{}, {}] as never })).toBe('Steps 24 to 25 of 25');
  });
});
