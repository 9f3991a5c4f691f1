import { expect, test } from '@jest/globals';
import { parsePath, valuesAt } from '../../adapters/ilias/xapi/index.js';

test('a place in a statement holds what the statement says, and nothing that every object has', () => {
  const statement = { actor: { name: 'Anna' }, object: { id: 'https://x.example/a' } };
  const at = (path: string): readonly unknown[] => valuesAt(statement, parsePath(`statement.${path}`)!);
  expect(at('actor.name')).toEqual(['Anna']);
  expect(at('object.objectType')).toEqual(['Activity']);
  for (const name of ['constructor', '__proto__', 'toString', 'actor.constructor'])
    expect([name, at(name)]).toEqual([name, []]);
});
