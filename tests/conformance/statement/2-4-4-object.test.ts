import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, fullStatement, leastStatement, subStatement, versions } from './support.js';

const id = 'http://example.com/activities/1';
const uuid = '12345678-1234-4234-8234-123456789012';
const components = [{ id: 'a', description: { en: 'A' } }, { id: 'b' }];

describe.each(versions)('Data 2.4.4 Object, %s', (version) => {
  const places: readonly (readonly [string, (object: unknown) => unknown])[] = [
    ['object', (object) => changed(leastStatement, { object })],
    ['object.object', (object) => changed(leastStatement, { object: { ...subStatement, object } })],
    [
      'context.contextActivities.parent',
      (activity) => changed(leastStatement, { 'context.contextActivities': { parent: activity } }),
    ],
    [
      'context.contextActivities.other[1]',
      (activity) => changed(leastStatement, { 'context.contextActivities': { other: [{ id }, activity] } }),
    ],
  ];

  describe.each(places)('2.4.4.1 an Activity as %s', (path, around) => {
    const defined = (definition: unknown) => around({ id, definition });

    test('has an id; objectType and definition may be left out', () => {
      expect(faultOf(around({ id }), version)).toBeUndefined();
      expect(faultOf(around({ objectType: 'Activity', id, definition: {} }), version)).toBeUndefined();
      expect(faultOf(around(fullStatement.object), version)).toBeUndefined();
    });

    test.each([
      [{ objectType: 'Activity' }, '.id'],
      [{ id: 'ab=c://should.fail.com' }, '.id'],
      [{ id: 'example.com/x' }, '.id'],
      [{ id: 5 }, '.id'],
      [{ id, definition: 'x' }, '.definition'],
      [{ id, definition: [] }, '.definition'],
      [{ id, name: 'x' }, '.name'],
    ])('%j is refused', (activity, place) => {
      expect(faultOf(around(activity), version)).toBe(path + place);
    });

    test.each([
      [{ name: 5 }, 'name'],
      [{ name: 'x' }, 'name'],
      [{ name: { en: null } }, 'name.en'],
      [{ description: 'x' }, 'description'],
      [{ description: { a12345678: 'x' } }, 'description.a12345678'],
      [{ type: 'should fail' }, 'type'],
      [{ type: 'x/y' }, 'type'],
      [{ moreInfo: 'should fail' }, 'moreInfo'],
      [{ moreInfo: '/relative' }, 'moreInfo'],
      [{ extensions: 'x' }, 'extensions'],
      [{ extensions: { id: 'x' } }, 'extensions.id'],
      [{ title: {} }, 'title'],
    ])('the definition %j is refused', (definition, place) => {
      expect(faultOf(defined(definition), version)).toBe(`${path}.definition.${place}`);
    });

    test.each([
      { interactionType: 'true-false', correctResponsesPattern: ['true'] },
      { interactionType: 'choice', correctResponsesPattern: ['a[,]b'], choices: components },
      { interactionType: 'fill-in', correctResponsesPattern: ["Bob's your uncle"] },
      { interactionType: 'long-fill-in', correctResponsesPattern: ['{case_matters=false}{lang=en}long', ''] },
      { interactionType: 'matching', correctResponsesPattern: ['a[.]b'], source: components, target: components },
      { interactionType: 'performance', correctResponsesPattern: ['a[.]1:'], steps: components },
      { interactionType: 'sequencing', correctResponsesPattern: ['b[,]a'], choices: components },
      { interactionType: 'likert', correctResponsesPattern: ['a'], scale: components },
      { interactionType: 'numeric', correctResponsesPattern: ['4[:]'] },
      { interactionType: 'other', correctResponsesPattern: [] },
    ])('the interaction %j is accepted', (definition) => {
      expect(faultOf(defined(definition), version)).toBeUndefined();
    });

    test.each([
      [{ interactionType: 'http://example.com' }, 'interactionType'],
      [{ interactionType: 5 }, 'interactionType'],
      [{ interactionType: { key: 'x' } }, 'interactionType'],
      [{ interactionType: 'should error' }, 'interactionType'],
      [{ correctResponsesPattern: ['a'] }, 'interactionType'],
      [{ choices: components }, 'interactionType'],
      [{ interactionType: 'choice', correctResponsesPattern: [5] }, 'correctResponsesPattern[0]'],
      [{ interactionType: 'choice', scale: components }, 'scale'],
      [{ interactionType: 'likert', choices: components }, 'choices'],
      [{ interactionType: 'true-false', choices: components }, 'choices'],
      [{ interactionType: 'matching', source: components, steps: components }, 'steps'],
      [{ interactionType: 'choice', choices: {} }, 'choices'],
      [{ interactionType: 'choice', choices: ['a'] }, 'choices[0]'],
      [{ interactionType: 'choice', choices: [{ description: { en: 'x' } }] }, 'choices[0].id'],
      [{ interactionType: 'choice', choices: [{ id: 1 }] }, 'choices[0].id'],
      [{ interactionType: 'choice', choices: [{ id: 'a', description: 'A' }] }, 'choices[0].description'],
      [
        { interactionType: 'choice', choices: [{ id: 'a', description: { 'e n': 'A' } }] },
        'choices[0].description["e n"]',
      ],
      [{ interactionType: 'choice', choices: [...components, { id: 'a' }] }, 'choices[2].id'],
      [{ interactionType: 'matching', source: [{ id: 'a' }, { id: 'a' }] }, 'source[1].id'],
    ])('the interaction %j is refused', (definition, place) => {
      expect(faultOf(defined(definition), version)).toBe(`${path}.definition.${place}`);
    });

    test('the same id in two different lists is no duplicate', () => {
      expect(
        faultOf(defined({ interactionType: 'matching', source: [{ id: 'a' }], target: [{ id: 'a' }] }), version),
      ).toBeUndefined();
    });
  });

  describe('2.4.4.2 Agents and Groups', () => {
    test('must say their objectType', () => {
      const mbox = 'mailto:ada@example.com';
      expect(faultOf(changed(leastStatement, { object: { objectType: 'Agent', mbox } }), version)).toBeUndefined();
      expect(faultOf(changed(leastStatement, { object: { objectType: 'Group', mbox } }), version)).toBeUndefined();
      expect(faultOf(changed(leastStatement, { object: { mbox } }), version)).toBe('object.mbox');
      expect(faultOf(changed(leastStatement, { object: { member: [{ mbox }] } }), version)).toBe('object.member');
    });
  });

  describe('2.4.4.3 Statement References', () => {
    test.each([
      [{ objectType: 'StatementRef', id: uuid }, undefined],
      [{ objectType: 'StatementRef' }, 'object.id'],
      [{ objectType: 'StatementRef', id: 'x' }, 'object.id'],
      [{ objectType: 'statementref', id: uuid }, 'object.objectType'],
      [{ id: uuid }, 'object.id'],
      [{ objectType: 'StatementRef', id: uuid, definition: {} }, 'object.definition'],
    ])('%j', (object, fault) => {
      expect(faultOf(changed(leastStatement, { object }), version)).toBe(fault);
    });
  });

  describe('2.4.4.3 SubStatements', () => {
    const within = (changes: Readonly<Record<string, unknown>>) =>
      faultOf(changed(leastStatement, { object: changed(subStatement, changes) }), version);

    test('may be about an Activity, an Agent, a Group or a reference', () => {
      expect(within({})).toBeUndefined();
      expect(within({ object: { objectType: 'StatementRef', id: uuid } })).toBeUndefined();
      expect(within({ object: { objectType: 'Group', mbox: 'mailto:a@example.com' } })).toBeUndefined();
    });

    test('may have everything else that a statement may have', () => {
      const { result, context, timestamp, attachments } = fullStatement;
      expect(within({ result, context, timestamp, attachments })).toBeUndefined();
    });

    test('must not hold a SubStatement', () =>
      expect(within({ object: subStatement })).toBe('object.object.objectType'));
    test.each(['id', 'stored', 'version', 'authority'] as const)('must not have "%s"', (key) =>
      expect(within({ [key]: fullStatement[key] })).toBe(`object.${key}`),
    );
    test.each(['actor', 'verb', 'object'])('must have "%s"', (key) =>
      expect(within({ [key]: undefined })).toBe(`object.${key}`),
    );
    test('must say its objectType', () => {
      expect(within({ objectType: undefined })).toBe('object.actor');
      expect(within({ objectType: 'substatement' })).toBe('object.objectType');
    });
    test('is validated as a statement', () => {
      expect(within({ 'result.score.scaled': 2 })).toBe('object.result.score.scaled');
      expect(within({ timestamp: '01/011/2015' })).toBe('object.timestamp');
      expect(within({ 'context.registration': 'x' })).toBe('object.context.registration');
    });
  });
});
