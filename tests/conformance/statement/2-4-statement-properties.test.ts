import { describe, expect, test } from '@jest/globals';
import { completeStatement, type Completion } from '../../../lrs/statement/index.js';
import { changed, fullStatement, leastStatement, statementFrom, subStatement } from './support.js';

const completion: Completion = {
  id: 'AA97B177-9383-4934-8543-0F91A7A02836',
  authority: { objectType: 'Agent', account: { homePage: 'http://lrs.example.com', name: 'credential' } },
  now: '2026-11-21T08:15:00.123Z',
  version: '2.0.0',
};
const complete = (value: unknown, options: Partial<Completion> = {}) => {
  const whole = { ...completion, ...options };
  return completeStatement(statementFrom(value, whole.version), whole);
};

describe('Data 2.4: what the LRS sets', () => {
  test('a statement with the least gets id, authority, timestamp and version', () => {
    expect(complete(leastStatement)).toEqual({
      ...leastStatement,
      id: completion.id.toLowerCase(),
      authority: completion.authority,
      timestamp: completion.now,
      version: '2.0.0',
    });
    expect(complete(leastStatement, { version: '1.0.3' }).version).toBe('1.0.0');
  });

  test('what a statement has of these stays, except for the authority', () => {
    const completed = complete(fullStatement);
    expect(completed).toMatchObject({
      id: fullStatement.id,
      timestamp: fullStatement.timestamp,
      version: '1.0.0',
      authority: completion.authority,
    });
  });

  test('what the sender wrote into "stored" is dropped', () => {
    expect(complete(fullStatement)).not.toHaveProperty('stored');
  });

  test('ids are in lower case', () => {
    expect(complete(changed(leastStatement, { id: 'AA97B177-9383-4934-8543-0F91A7A02836' })).id).toBe(
      'aa97b177-9383-4934-8543-0f91a7a02836',
    );
  });

  test('timestamps are in UTC, with at least milliseconds, at the same instant (4.5)', () => {
    const completed = complete(
      changed(leastStatement, {
        timestamp: '2023-05-04T12:00:00-05:00',
        object: { ...subStatement, timestamp: '2023-05-04T12:00:00.12345+01:00' },
      }),
    );
    expect(completed.timestamp).toBe('2023-05-04T17:00:00.000Z');
    expect(completed.object).toHaveProperty('timestamp', '2023-05-04T11:00:00.12345Z');
  });

  test('a single context activity becomes a list of one, in a sub-statement too (2.4.6.2)', () => {
    const activity = { id: 'http://example.com/x' };
    const context = { contextActivities: { parent: activity, other: [activity], category: [] }, platform: 'x' };
    const lists = { contextActivities: { parent: [activity], other: [activity], category: [] }, platform: 'x' };
    expect(complete(changed(leastStatement, { context })).context).toEqual(lists);
    expect(complete(changed(leastStatement, { object: { ...subStatement, context } })).object).toHaveProperty(
      'context',
      lists,
    );
  });

  test('nothing else changes, and the statement itself not at all', () => {
    const statement = changed(fullStatement, { id: undefined });
    const before = structuredClone(statement);
    const { actor, verb, object, result, attachments } = complete(statement);
    expect({ actor, verb, object, result, attachments }).toEqual({
      actor: fullStatement.actor,
      verb: fullStatement.verb,
      object: fullStatement.object,
      result: fullStatement.result,
      attachments: fullStatement.attachments,
    });
    expect(statement).toEqual(before);
  });
});
