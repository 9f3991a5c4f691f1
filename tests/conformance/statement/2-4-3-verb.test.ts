import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, leastStatement, subStatement, versions } from './support.js';

describe.each(versions)('Data 2.4.3 Verb, %s', (version) => {
  const places: readonly (readonly [string, (verb: unknown) => unknown])[] = [
    ['verb', (verb) => changed(leastStatement, { verb })],
    ['object.verb', (verb) => changed(leastStatement, { object: { ...subStatement, verb } })],
  ];

  describe.each(places)('%s', (path, around) => {
    const id = 'http://example.com/xapi/verbs#defenestrated';

    test('has an id, and may have a display', () => {
      expect(faultOf(around({ id }), version)).toBeUndefined();
      expect(
        faultOf(around({ id, display: { 'en-US': 'defenestrated', es: 'defenestrado' } }), version),
      ).toBeUndefined();
      expect(faultOf(around({ id, display: {} }), version)).toBeUndefined();
    });

    test.each([
      [{ display: { en: 'x' } }, '.id'],
      [{ id: 'ab=c://should.fail.com' }, '.id'],
      [{ id: 'adlnet.gov/verbs/x' }, '.id'],
      [{ id: 5 }, '.id'],
      [{ id, display: 12345 }, '.display'],
      [{ id, display: 'attended' }, '.display'],
      [{ id, display: ['attended'] }, '.display'],
      [{ id, display: { a12345: 'attended' } }, '.display.a12345'],
      [{ id, display: { en: 5 } }, '.display.en'],
      [{ id, name: 'x' }, '.name'],
      ['http://example.com', ''],
    ])('%j is refused', (verb, place) => {
      expect(faultOf(around(verb), version)).toBe(path + place);
    });
  });
});
