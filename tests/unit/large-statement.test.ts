import { expect, test } from '@jest/globals';
import { completeStatement, parseStatement, prepareStatement } from '../../lrs/statement/index.js';
import { person, statement } from '../support/lrs-server.js';

test('a statement that names as many activities as a body can hold is made ready like any other', () => {
  const count = 300_000;
  const other = Array.from({ length: count }, (_, index) => ({ id: `a:${index}` }));
  const parsed = parseStatement(statement({ context: { contextActivities: { other } } }), { version: '2.0.0' });
  const completed = completeStatement(parsed, { id: parsed.id!, authority: person('lrs'), version: '2.0.0' });
  expect(prepareStatement(completed).activities.filter(({ scope }) => scope === 'related')).toHaveLength(1 + count);
});
