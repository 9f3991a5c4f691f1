import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, leastStatement, subStatement, versions } from './support.js';

describe.each(versions)('Data 2.4.5 Result and 4.6 ISO 8601 Durations, %s', (version) => {
  const places: readonly (readonly [string, (result: unknown) => unknown])[] = [
    ['result', (result) => changed(leastStatement, { result })],
    ['object.result', (result) => changed(leastStatement, { object: { ...subStatement, result } })],
  ];

  describe.each(places)('%s', (path, around) => {
    const scoreFault = (score: unknown) => faultOf(around({ score }), version);

    test.each([
      {},
      { scaled: 1 },
      { scaled: -1 },
      { scaled: 0 },
      { raw: 5 },
      { min: 0, max: 1 },
      { raw: 0, min: 0, max: 1 },
      { raw: 1, min: 0, max: 1 },
      { raw: -3, max: 0 },
      { raw: 3, min: 0 },
      { scaled: 0.95, raw: 95, min: 0, max: 100 },
      { scaled: -0.5, raw: 100, min: 0, max: 100 },
    ])('the score %j is accepted', (score) => expect(scoreFault(score)).toBeUndefined());

    test.each([
      [{ scaled: 1.01 }, 'scaled'],
      [{ scaled: -1.0001 }, 'scaled'],
      [{ scaled: '0.5' }, 'scaled'],
      [{ min: 1, max: 1 }, 'min'],
      [{ min: 2, max: 1 }, 'min'],
      [{ raw: -1, min: 0 }, 'raw'],
      [{ raw: 11, max: 10 }, 'raw'],
      [{ raw: 11, min: 0, max: 10 }, 'raw'],
      [{ max: '100' }, 'max'],
      [{ min: true }, 'min'],
      [{ raw: null }, 'raw'],
      [{ total: 5 }, 'total'],
    ])('the score %j is refused', (score, place) => expect(scoreFault(score)).toBe(`${path}.score.${place}`));

    test.each([
      'PT1H0M0S',
      'PT1H0M0.1S',
      'PT4H35M59.14S',
      'PT16559.14S',
      'P3Y1M29DT4H35M59.14S',
      'P3Y',
      'P4W',
      'P1DT12H36M0.12567S',
      'PT0S',
      'P0D',
      'PT1,5S',
      'P1Y2M',
      'PT1.5H',
      'P0.5Y',
      'P1.5W',
    ])('the duration %s is accepted', (duration) => expect(faultOf(around({ duration }), version)).toBeUndefined());
    test.each([
      'PA1H0M0S',
      'P4W1D',
      'P1Y4W',
      'P',
      'PT',
      'P1DT',
      'T1H',
      '1H',
      'P1H',
      'PT1D',
      'P-1D',
      '-P1D',
      'P1S',
      'PT1S1M',
      'P1M1Y',
      'PT1.5H3M',
      'P1.5DT1H',
      'PT.5S',
      'PT1.S',
      'pt1s',
      'P0003-06-04T12:30:05',
      'PT1S ',
      '',
      12345,
      { key: 'x' },
    ])('the duration %j is refused', (duration) =>
      expect(faultOf(around({ duration }), version)).toBe(`${path}.duration`),
    );

    test.each([
      [{ success: 'true' }, 'success'],
      [{ completion: 0 }, 'completion'],
      [{ response: {} }, 'response'],
      [{ extensions: [] }, 'extensions'],
      [{ extensions: { 'should fail': true } }, 'extensions["should fail"]'],
      [{ grade: 1 }, 'grade'],
    ])('%j is refused', (result, place) => expect(faultOf(around(result), version)).toBe(`${path}.${place}`));
  });
});
