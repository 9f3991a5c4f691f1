import { describe, expect, test } from '@jest/globals';
import { toUtcTimestamp } from '../../../lrs/statement/index.js';
import { changed, faultOf, leastStatement, subStatement, versions } from './support.js';

const places: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['timestamp', (timestamp) => changed(leastStatement, { timestamp })],
  ['stored', (stored) => changed(leastStatement, { stored })],
  ['object.timestamp', (timestamp) => changed(leastStatement, { object: { ...subStatement, timestamp } })],
];

describe.each(versions)('Data 2.4.7 Timestamp, 2.4.8 Stored and 4.5 ISO 8601 Timestamps, %s', (version) => {
  describe.each(places)('%s', (path, around) => {
    test.each([
      '2008-09-15T15:53:00.601+00:00',
      '2008-09-15T15:53:00Z',
      '2099-01-01T00:00:00.000Z',
      '2008-02-29T00:00:00-05:00',
      '2016-12-31T23:59:60Z',
      '2008-09-15T15:53:00.1234567+14:00',
    ])('%s is accepted', (value) => expect(faultOf(around(value), version)).toBeUndefined());
    test.each([
      'should fail',
      '01/011/2015',
      '2008-09-15',
      '15:53:00',
      '2008-09-15 15:53:00Z',
      '2008-09-15T15:53:00.601-00',
      '2008-09-15T15:53:00.601-0000',
      '2008-09-15T15:53:00.601-00:00',
      '2008-13-15T15:53:00Z',
      '2008-02-30T15:53:00Z',
      '2007-02-29T15:53:00Z',
      '1900-02-29T00:00:00Z',
      '2008-09-15T24:00:00Z',
      '2008-09-15T15:60:00Z',
      '2008-09-15T15:53:61Z',
      '2008-09-15T15:53:00+24:00',
      '2008-09-15T15:53:00+01:60',
      '2008-00-15T15:53:00Z',
      '2008-09-00T15:53:00Z',
      '0000-01-01T00:00:00+01:00',
      '2008-09-15T15:53:00.Z',
      '2008-09-15T15:53:00Z\n',
      ' 2008-09-15T15:53:00Z',
      1221494000000,
      { date: 'x' },
      '',
    ])('%j is refused', (value) => expect(faultOf(around(value), version)).toBe(path));
  });

  test.each([
    ['2023-05-04T12:00:00-05:00', '2023-05-04T17:00:00.000Z'],
    ['2023-05-04T00:30:00+01:00', '2023-05-03T23:30:00.000Z'],
    ['2023-05-04T12:00:00Z', '2023-05-04T12:00:00.000Z'],
    ['2023-05-04T12:00:00.5Z', '2023-05-04T12:00:00.500Z'],
    ['2023-05-04T12:00:00.1239999+00:00', '2023-05-04T12:00:00.1239999Z'],
    ['2023-05-04T12:00:00.12345678987654321Z', '2023-05-04T12:00:00.123456789Z'],
    ['2023-05-04t12:00:00z', '2023-05-04T12:00:00.000Z'],
    ['0099-12-31T23:00:00-01:00', '0100-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ])('%s is the instant %s', (text, utc) => expect(toUtcTimestamp(text, version)).toBe(utc));
});

describe('other forms of ISO 8601', () => {
  test.each([
    ['2023-05-04T12:00:00', '2023-05-04T12:00:00.000Z'],
    ['2023-05-04T12:00', '2023-05-04T12:00:00.000Z'],
    ['2023-05-04T12:00:00+02', '2023-05-04T10:00:00.000Z'],
    ['2023-05-04T12:00:00+0230', '2023-05-04T09:30:00.000Z'],
    ['2023-05-04T12:00:00,25Z', '2023-05-04T12:00:00.250Z'],
    ['20230504T120000Z', '2023-05-04T12:00:00.000Z'],
    ['20230504T1200+0100', '2023-05-04T11:00:00.000Z'],
  ])('%s names an instant in 1.0.x, and is refused in 2.0, which takes RFC 3339 alone', (text, utc) => {
    expect(toUtcTimestamp(text, '1.0.3')).toBe(utc);
    expect(faultOf(changed(leastStatement, { timestamp: text }), '1.0.3')).toBeUndefined();
    expect(faultOf(changed(leastStatement, { timestamp: text }), '2.0.0')).toBe('timestamp');
  });
});
