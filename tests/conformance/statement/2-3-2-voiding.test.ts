import { describe, expect, test } from '@jest/globals';
import { verbs } from '../../../lrs/statement/index.js';
import { changed, faultOf, leastStatement, versions } from './support.js';

const reference = { objectType: 'StatementRef', id: '12345678-1234-4234-8234-123456789012' };

describe.each(versions)('Data 2.3.2 Voiding, %s', (version) => {
  test('a statement that voids has a StatementRef as its object', () => {
    expect(
      faultOf(changed(leastStatement, { verb: { id: verbs.voided }, object: reference }), version),
    ).toBeUndefined();
  });

  test.each([
    leastStatement.object,
    { objectType: 'Activity', id: reference.id },
    { objectType: 'Agent', mbox: 'mailto:a@example.com' },
    { objectType: 'SubStatement', ...leastStatement },
  ])('with the object %j it is refused', (object) => {
    expect(faultOf(changed(leastStatement, { verb: { id: verbs.voided }, object }), version)).toMatch(/^object/);
  });

  test('the reserved verb is known by its whole IRI alone', () => {
    expect(
      faultOf(changed(leastStatement, { verb: { id: 'http://example.com/verbs/voided' } }), version),
    ).toBeUndefined();
  });
});
