import { describe, expect, test } from '@jest/globals';
import { fingerprintOf } from '../../../lrs/statement/index.js';
import { changed, fullStatement, leastStatement, statementFrom, subStatement } from './support.js';

const print = (value: unknown) => fingerprintOf(statementFrom(value, '1.0.3'));
const full = print(fullStatement);
const account = { homePage: 'http://example.com', name: 'x' };

describe('Data 2.3.1 Statement Comparison: what is ignored', () => {
  test.each([
    [
      'what the LRS may set',
      { id: undefined, authority: undefined, stored: undefined, timestamp: undefined, version: undefined },
    ],
    [
      'what the LRS has set',
      {
        id: '12345678-1234-4234-8234-999999999999',
        authority: { account },
        stored: '2020-01-01T00:00:00Z',
        timestamp: '2020-01-01T00:00:00Z',
        version: '1.0.3',
      },
    ],
    ['the display of the verb', { 'verb.display': { fr: 'répondu' } }],
    ['the definition of the object', { 'object.definition': undefined }],
    [
      'the definition of context activities',
      { 'context.contextActivities.grouping[0].definition': { name: { de: 'Kurs' } } },
    ],
    ['attachments', { attachments: undefined }],
    [
      'a context activity standing alone or in a list',
      { 'context.contextActivities.parent': [{ id: 'http://example.com/parent' }] },
    ],
    [
      'the case of UUIDs',
      {
        'context.registration': fullStatement.context.registration.toUpperCase(),
        'context.statement.id': fullStatement.context.statement.id.toUpperCase(),
      },
    ],
    ["the case of an e-mail address's domain", { 'actor.mbox': 'mailto:ada@EXAMPLE.com' }],
    ['the case of language tags', { 'context.language': 'DE' }],
    [
      'how numbers are written',
      { 'result.score.scaled': JSON.parse('5.0e-1'), 'result.score.max': JSON.parse('10.0') },
    ],
  ])('%s', (_what, changes) => expect(print(changed(fullStatement, changes))).toBe(full));

  test('the order of the members of a Group', () => {
    const group = (...member: object[]) => print(changed(leastStatement, { actor: { objectType: 'Group', member } }));
    const [one, two] = [{ mbox: 'mailto:a@example.com' }, { name: 'B', account }];
    expect(group(one, two)).toBe(group(two, one));
    expect(group(one, two)).not.toBe(group(one, one));
    expect(group(one)).not.toBe(group(one, one));
  });

  test("the zone in which a sub-statement's timestamp is written, and what is finer than milliseconds", () => {
    const at = (timestamp: string) => print(changed(leastStatement, { object: { ...subStatement, timestamp } }));
    expect(at('2023-05-04T12:00:00-05:00')).toBe(at('2023-05-04T17:00:00.0001Z'));
    expect(at('2023-05-04T12:00:00-05:00')).not.toBe(at('2023-05-04T17:00:00.001Z'));
  });

  test('what of a duration is finer than 0.01 seconds (4.6)', () => {
    const lasting = (duration: string) => print(changed(leastStatement, { result: { duration } }));
    expect(lasting('P1DT12H36M0.1237S')).toBe(lasting('P1DT12H36M0.12S'));
    expect(lasting('P1DT12H36M0.13S')).not.toBe(lasting('P1DT12H36M0.12S'));
    expect(lasting('PT60S')).not.toBe(lasting('PT1M'));
  });
});

describe('Data 2.3.1 Statement Comparison: what is not', () => {
  test.each<readonly [string, unknown]>([
    ['actor.mbox', 'mailto:Ada@example.com'],
    ['actor.name', 'Ada L.'],
    ['actor.name', undefined],
    ['actor.objectType', undefined],
    ['verb.id', 'http://adlnet.gov/expapi/verbs/Answered'],
    ['object.id', 'http://example.com/activities/2'],
    ['object.objectType', undefined],
    ['result', undefined],
    ['result.score.scaled', 0.51],
    ['result.score', {}],
    ['result.success', false],
    ['result.completion', undefined],
    ['result.response', 'b'],
    ['result.duration', 'PT60S'],
    ['result.extensions', { 'http://example.com/x': null }],
    ['context.registration', undefined],
    ['context.instructor.account.name', 'other'],
    ['context.team.member', undefined],
    ['context.team.member[0].mbox', 'mailto:bob@example.com'],
    ['context.contextActivities.parent', { id: 'http://example.com/other' }],
    ['context.contextActivities.category', undefined],
    ['context.revision', '2'],
    ['context.platform', 'demo'],
    ['context.language', 'en'],
    ['context.statement', undefined],
    ['context.extensions', { 'http://example.com/x': [null] }],
  ])('%s (%j)', (place, value) => expect(print(changed(fullStatement, { [place]: value }))).not.toBe(full));

  test("the order of lists, extensions' included", () => {
    const extended = (value: unknown) =>
      print(changed(leastStatement, { context: { extensions: { 'http://example.com/x': value } } }));
    expect(extended([1, 2])).not.toBe(extended([2, 1]));
    expect(extended({ a: 1, b: 2 })).toBe(extended({ b: 2, a: 1 }));
    expect(extended('1')).not.toBe(extended(1));
    expect(extended(JSON.parse('{"__proto__":1}'))).not.toBe(extended({}));
  });

  test('a sub-statement differs from a statement, and by each of its parts', () => {
    const within = (changes: Readonly<Record<string, unknown>>) =>
      print(changed(leastStatement, { object: changed(subStatement, changes) }));
    const plain = within({});
    for (const changes of [
      { 'verb.id': 'http://example.com/v' },
      { 'actor.mbox': 'mailto:b@example.com' },
      { 'object.id': 'http://example.com/2' },
      { timestamp: '2023-05-04T12:00:00Z' },
      { result: {} },
    ]) {
      expect(within(changes)).not.toBe(plain);
    }
    expect(within({ 'verb.display': { en: 'x' }, 'object.definition': {} })).toBe(plain);
  });
});
