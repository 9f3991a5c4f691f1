import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, leastStatement, versions } from './support.js';

describe('Data 2.4.10 Version', () => {
  describe.each(versions)('%s', (version) => {
    test.each(['1.0', '1.0.0', '1.0.3', '1.0.9', '1.0.32', '1.0.0-beta'])('takes %s', (value) => {
      expect(faultOf(changed(leastStatement, { version: value }), version)).toBeUndefined();
    });
    test.each([
      '1.1.0',
      '0.9.9',
      '0.95',
      '1',
      '1.0.',
      '1.0.x',
      '10.0.0',
      '1.0.0.0',
      '3.0.0',
      '2.1.0',
      'should fail',
      1.0,
      null,
    ])('refuses %j', (value) => {
      expect(faultOf(changed(leastStatement, { version: value }), version)).toBe('version');
    });
  });

  test('2.0.x belongs to version 2.0 alone', () => {
    expect(faultOf(changed(leastStatement, { version: '2.0.0' }), '2.0.0')).toBeUndefined();
    expect(faultOf(changed(leastStatement, { version: '2.0.0' }), '1.0.3')).toBe('version');
  });
});
