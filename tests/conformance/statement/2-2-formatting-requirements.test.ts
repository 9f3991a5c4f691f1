import { describe, expect, test } from '@jest/globals';
import { parseStatement } from '../../../lrs/statement/index.js';
import { changed, faultOf, fullStatement, leastStatement, versions } from './support.js';

describe.each(versions)('Data 2.2 Formatting Requirements, %s', (version) => {
  test('a full and a least statement are accepted', () => {
    expect(faultOf(fullStatement, version)).toBeUndefined();
    expect(faultOf(leastStatement, version)).toBeUndefined();
  });

  test.each(['actor', 'verb', 'object'])('a statement must use "%s"', (key) => {
    expect(faultOf(changed(leastStatement, { [key]: undefined }), version)).toBe(key);
  });

  test.each([null, true, 1, 'text', [], [leastStatement]])('%j is not a statement', (value) => {
    expect(faultOf(value, version)).toBe('');
  });

  const places = [
    'id',
    'actor',
    'actor.name',
    'actor.mbox',
    'verb',
    'verb.id',
    'verb.display',
    'verb.display.de',
    'object',
    'object.objectType',
    'object.definition',
    'object.definition.name.de',
    'object.definition.type',
    'object.definition.moreInfo',
    'object.definition.interactionType',
    'object.definition.correctResponsesPattern[0]',
    'object.definition.choices',
    'object.definition.choices[0].id',
    'object.definition.choices[0].description',
    'object.definition.extensions',
    'result',
    'result.score',
    'result.score.scaled',
    'result.score.raw',
    'result.score.min',
    'result.score.max',
    'result.success',
    'result.completion',
    'result.response',
    'result.duration',
    'result.extensions',
    'context',
    'context.registration',
    'context.instructor',
    'context.team',
    'context.team.member',
    'context.contextActivities',
    'context.contextActivities.parent',
    'context.contextActivities.grouping[0].id',
    'context.revision',
    'context.platform',
    'context.language',
    'context.statement',
    'context.statement.id',
    'context.extensions',
    'timestamp',
    'stored',
    'authority',
    'version',
    'attachments',
    'attachments[0]',
    'attachments[0].length',
    'attachments[0].sha2',
    'attachments[0].display.de',
  ];
  test.each(places)('null is refused at %s', (place) => {
    expect(faultOf(changed(fullStatement, { [place]: null }), version)).toBe(place);
  });

  test.each([
    ['result.score.scaled', '0.5'],
    ['result.score.max', '10'],
    ['result.success', 'true'],
    ['result.completion', 'false'],
    ['result.completion', 1],
    ['result.response', 5],
    ['attachments[0].length', '3'],
    ['actor.name', ['Ada']],
    ['object.definition.correctResponsesPattern', 'a'],
    ['context.registration', { id: 'x' }],
    ['result', []],
    ['context.extensions', []],
  ])('the wrong data type at %s, %j, is refused', (place, value) => {
    expect(faultOf(changed(fullStatement, { [place]: value }), version)).toBe(place);
  });

  test.each([
    'ID',
    'Actor',
    'results',
    'actor.Mbox',
    'actor.mBox',
    'actor.homePage',
    'verb.Display',
    'object.ID',
    'object.definition.Name',
    'object.definition.interactiontype',
    'object.definition.choices[0].name',
    'result.scores',
    'result.score.Scaled',
    'context.Registration',
    'context.contextActivities.parents',
    'context.statement.actor',
    'context.team.members',
    'attachments[0].fileURL',
    'authority.account.homepage',
    'constructor',
    'toString',
  ])('the property %s, which the specification does not know, is refused', (place) => {
    expect(faultOf(changed(fullStatement, { [place]: 'x' }), version)).toBe(place);
  });

  test('a key that would change the prototype is just an unknown property', () => {
    const statement: unknown = JSON.parse(`{"__proto__":{"id":5},${JSON.stringify(leastStatement).slice(1)}`);
    expect(faultOf(statement, version)).toBe('__proto__');
  });

  test.each([
    ['id', ''],
    ['actor.mbox', ''],
    ['verb.id', ''],
    ['object.id', ''],
    ['context.registration', ''],
    ['context.language', ''],
    ['timestamp', ''],
    ['result.duration', ''],
    ['version', ''],
  ])('the empty text at %s, where a format is required, is refused', (place, value) => {
    expect(faultOf(changed(fullStatement, { [place]: value }), version)).toBe(place);
  });

  test.each([
    ['object.objectType', 'activity'],
    ['object.objectType', 'ACTIVITY'],
    ['actor.objectType', 'agent'],
    ['actor.objectType', 'Activity'],
    ['context.team.objectType', 'group'],
    ['context.statement.objectType', 'Statementref'],
    ['object.definition.interactionType', 'Choice'],
    ['object.definition.interactionType', 'true-faLse'],
    ['object.definition.interactionType', 'compound'],
  ])('at %s the value %j does not match the enumeration exactly', (place, value) => {
    expect(faultOf(changed(fullStatement, { [place]: value }), version)).toBe(place);
  });

  test('the place begins with where the statement stands', () => {
    const parse = (value: unknown) => () => parseStatement(value, { version, path: 'statements[3]' });
    expect(parse(changed(fullStatement, { 'context.registration': 'x' }))).toThrow(
      expect.objectContaining({ path: 'statements[3].context.registration' }),
    );
    expect(parse(5)).toThrow(expect.objectContaining({ path: 'statements[3]', code: 'invalid-statement' }));
  });

  const long = 4_000_000;
  test.each([
    ['verb.id', `http://example.com/${'a'.repeat(long)} `],
    ['verb.id', 'a'.repeat(long)],
    ['actor.mbox', `mailto:${'a'.repeat(long)}`],
    ['actor.mbox', `mailto:a@${'a.'.repeat(long)}@`],
    ['result.duration', `P${'1'.repeat(long)}`],
    ['timestamp', `2008-09-15T15:53:00.${'1'.repeat(long)}Zx`],
    ['version', `1.0.${'1'.repeat(long)}x`],
    ['context.language', `en${'-abcd'.repeat(long / 5)}`],
    ['attachments[0].contentType', `a/b${' '.repeat(long)}x`],
    ['attachments[0].sha2', 'a'.repeat(long)],
  ])('a text of megabytes at %s is refused like a short one', (place, value) => {
    const started = performance.now();
    expect(faultOf(changed(fullStatement, { [place]: value }), version)).toBe(place);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('what a fault says stays short, however long a key is', () => {
    const fault = faultOf({ ...leastStatement, ['k'.repeat(long)]: 1 }, version);
    expect(fault!.length).toBeLessThan(100);
  });

  test('the value itself is handed back, unchanged', () => {
    const before = structuredClone(fullStatement);
    expect(parseStatement(fullStatement, { version })).toBe(fullStatement);
    expect(fullStatement).toEqual(before);
  });
});
