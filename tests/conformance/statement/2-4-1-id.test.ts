import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, fullStatement, versions } from './support.js';

const places = ['id', 'context.registration', 'context.statement.id'];

describe.each(versions)('Data 2.4.1 ID and 4.4 UUIDs, %s', (version) => {
  describe.each(places)('%s', (place) => {
    test.each([
      '12345678-1234-4234-8234-123456789012',
      'AA97B177-9383-4934-8543-0F91A7A02836',
      '00000000-0000-0000-0000-000000000000',
      '0191d3b0-7e1c-7000-8000-000000000000',
    ])('%s is a UUID', (value) => {
      expect(faultOf(changed(fullStatement, { [place]: value }), version)).toBeUndefined();
    });

    test.each([
      'AA97B177-9383-4934-8543-0F91A7A028368',
      'MA97B177-9383-4934-8543-0F91A7A02836',
      'AA97B177938349348543-0F91A7A02836',
      '{AA97B177-9383-4934-8543-0F91A7A02836}',
      'urn:uuid:AA97B177-9383-4934-8543-0F91A7A02836',
      'AA97B177-9383-4934-8543-0F91A7A02836\n',
      'text',
      '',
      12345,
      { key: 'x' },
      ['x'],
    ])('%j is none', (value) => {
      expect(faultOf(changed(fullStatement, { [place]: value }), version)).toBe(place);
    });
  });
});
