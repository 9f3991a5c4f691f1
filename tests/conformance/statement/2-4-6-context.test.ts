import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, fullStatement, leastStatement, subStatement, versions } from './support.js';

const mbox = 'mailto:ada@example.com';
const places: readonly (readonly [string, (context: unknown, object?: unknown) => unknown])[] = [
  ['context', (context, object = leastStatement.object) => changed(leastStatement, { context, object })],
  [
    'object.context',
    (context, object = leastStatement.object) =>
      changed(leastStatement, { object: { ...subStatement, context, object } }),
  ],
];

describe.each(versions)('Data 2.4.6 Context, %s', (version) => {
  describe.each(places)('%s', (path, around) => {
    test('may be empty or full', () => {
      expect(faultOf(around({}), version)).toBeUndefined();
      expect(faultOf(around(fullStatement.context), version)).toBeUndefined();
    });

    test.each([
      [{ registration: 'x' }, 'registration'],
      [{ instructor: { name: 'x' } }, 'instructor'],
      [{ team: { objectType: 'Group' } }, 'team.member'],
      [{ revision: 1 }, 'revision'],
      [{ platform: {} }, 'platform'],
      [{ language: 'en_US' }, 'language'],
      [{ language: 'a12345' }, 'language'],
      [{ statement: { id: '12345678-1234-4234-8234-123456789014' } }, 'statement.objectType'],
      [{ statement: { objectType: 'StatementRef', id: 'x' } }, 'statement.id'],
      [{ extensions: { 'should fail': 1 } }, 'extensions["should fail"]'],
      [{ course: 'x' }, 'course'],
    ])('%j is refused', (context, place) => expect(faultOf(around(context), version)).toBe(`${path}.${place}`));

    const others = [
      { objectType: 'Agent', mbox },
      { objectType: 'Group', mbox },
      { objectType: 'StatementRef', id: '12345678-1234-4234-8234-123456789014' },
    ];
    test.each(others)('revision and platform are refused with the object %j', (object) => {
      expect(faultOf(around({ revision: '1' }, object), version)).toBe(`${path}.revision`);
      expect(faultOf(around({ platform: 'x' }, object), version)).toBe(`${path}.platform`);
      expect(faultOf(around({ language: 'de' }, object), version)).toBeUndefined();
    });
    test('revision and platform are accepted with an Activity, whether it says so or not', () => {
      expect(
        faultOf(around({ revision: '1', platform: 'x' }, { id: 'http://example.com/x' }), version),
      ).toBeUndefined();
      expect(
        faultOf(
          around({ revision: '1', platform: 'x' }, { objectType: 'Activity', id: 'http://example.com/x' }),
          version,
        ),
      ).toBeUndefined();
    });

    test.each(['parent', 'grouping', 'category', 'other'])(
      'contextActivities.%s is an Activity or a list of them',
      (kind) => {
        const activity = { id: 'http://example.com/x' };
        const fault = (value: unknown) => faultOf(around({ contextActivities: { [kind]: value } }), version);
        expect(fault(activity)).toBeUndefined();
        expect(fault([activity, activity])).toBeUndefined();
        expect(fault([])).toBeUndefined();
        expect(fault('http://example.com/x')).toBe(`${path}.contextActivities.${kind}`);
        expect(fault([activity, 5])).toBe(`${path}.contextActivities.${kind}[1]`);
        expect(fault({ objectType: 'Agent', mbox })).toBe(`${path}.contextActivities.${kind}.objectType`);
      },
    );
    test('contextActivities knows four kinds', () => {
      expect(faultOf(around({ contextActivities: { Parent: [] } }), version)).toBe(`${path}.contextActivities.Parent`);
    });
  });

  test('a statement with a sub-statement is not about an Activity', () => {
    expect(faultOf(changed(leastStatement, { object: subStatement, 'context.platform': 'x' }), version)).toBe(
      'context.platform',
    );
  });
});

describe('xAPI 2.0 4.2.2.5 contextAgents and contextGroups', () => {
  const types = ['http://example.com/types/quarterback'];
  const group = { objectType: 'Group', mbox, member: [{ mbox }] };

  test('version 1.0.x does not know them', () => {
    expect(faultOf(changed(leastStatement, { 'context.contextAgents': [] }), '1.0.3')).toBe('context.contextAgents');
    expect(faultOf(changed(leastStatement, { 'context.contextGroups': [] }), '1.0.3')).toBe('context.contextGroups');
  });

  describe.each(places)('%s', (path, around) => {
    test.each([
      { contextAgents: [] },
      { contextAgents: [{ objectType: 'contextAgent', agent: { mbox } }] },
      { contextAgents: [{ objectType: 'contextAgent', agent: { objectType: 'Agent', mbox }, relevantTypes: types }] },
      {
        contextGroups: [
          { objectType: 'contextGroup', group },
          { objectType: 'contextGroup', group: { objectType: 'Group', member: [{ mbox }] }, relevantTypes: types },
        ],
      },
    ])('%j is accepted', (context) => expect(faultOf(around(context))).toBeUndefined());

    test.each([
      [{ contextAgents: {} }, 'contextAgents'],
      [{ contextAgents: [mbox] }, 'contextAgents[0]'],
      [{ contextAgents: [{ agent: { mbox } }] }, 'contextAgents[0].objectType'],
      [{ contextAgents: [{ objectType: 'ContextAgent', agent: { mbox } }] }, 'contextAgents[0].objectType'],
      [{ contextAgents: [{ objectType: 'contextAgent' }] }, 'contextAgents[0].agent'],
      [{ contextAgents: [{ objectType: 'contextAgent', agent: { key: 'x' } }] }, 'contextAgents[0].agent.key'],
      [{ contextAgents: [{ objectType: 'contextAgent', agent: group }] }, 'contextAgents[0].agent.objectType'],
      [
        { contextAgents: [{ objectType: 'contextAgent', agent: { mbox }, relevantTypes: [] }] },
        'contextAgents[0].relevantTypes',
      ],
      [
        { contextAgents: [{ objectType: 'contextAgent', agent: { mbox }, relevantTypes: ['abc'] }] },
        'contextAgents[0].relevantTypes[0]',
      ],
      [
        { contextAgents: [{ objectType: 'contextAgent', agent: { mbox }, relevantTypes: 'http://example.com' }] },
        'contextAgents[0].relevantTypes',
      ],
      [{ contextGroups: [{ objectType: 'contextAgent', group }] }, 'contextGroups[0].objectType'],
      [{ contextGroups: [{ objectType: 'contextGroup', group: { key: 'x' } }] }, 'contextGroups[0].group.objectType'],
      [
        { contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group' } }] },
        'contextGroups[0].group.member',
      ],
      [{ contextGroups: [{ objectType: 'contextGroup', group, relevantTypes: [] }] }, 'contextGroups[0].relevantTypes'],
      [
        { contextGroups: [{ objectType: 'contextGroup', group, relevantTypes: [...types, 'abc'] }] },
        'contextGroups[0].relevantTypes[1]',
      ],
      [{ contextGroups: [{ objectType: 'contextGroup', group, member: [] }] }, 'contextGroups[0].member'],
    ])('%j is refused', (context, place) => expect(faultOf(around(context))).toBe(`${path}.${place}`));
  });
});
