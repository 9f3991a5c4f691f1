import { describe, expect, test } from '@jest/globals';
import { agentKey, completeStatement, prepareStatement, verbs } from '../../../lrs/statement/index.js';
import { changed, fullStatement, leastStatement, statementFrom, subStatement } from './support.js';

const agent = (name: string) => ({ mbox: `mailto:${name}@example.com` });
const key = (name: string) => agentKey(agent(name));
const activity = (name: string) => ({ id: `http://example.com/${name}` });
const uuid = 'AA97B177-9383-4934-8543-0F91A7A02836';

const prepare = (value: unknown) =>
  prepareStatement(
    completeStatement(statementFrom(value), {
      id: uuid,
      authority: agent('authority'),
      now: '2026-11-21T08:15:00.000Z',
      version: '2.0.0',
    }),
  );

function found(value: unknown) {
  const { agents, activities } = prepare(value);
  const of = <Each extends { readonly scope: string }>(list: readonly Each[], scope: string) =>
    list.filter((each) => each.scope === scope);
  return {
    agents: of(agents, 'direct').map((each) => each.key),
    relatedAgents: of(agents, 'related').map((each) => each.key),
    activities: of(activities, 'direct').map((each) => each.iri),
    relatedActivities: of(activities, 'related').map((each) => each.iri),
  };
}

describe('Communication 2.1.3: what a statement is found by', () => {
  test('actor and object directly; the authority when agents are asked for broadly', () => {
    expect(found({ ...leastStatement, actor: agent('ada') })).toEqual({
      agents: [key('ada')],
      relatedAgents: [key('ada'), key('authority')],
      activities: ['http://example.com/activities/1'],
      relatedActivities: ['http://example.com/activities/1'],
    });
    expect(
      found({ ...leastStatement, actor: agent('ada'), object: { objectType: 'Agent', ...agent('bob') } }),
    ).toMatchObject({ agents: [key('ada'), key('bob')], activities: [], relatedActivities: [] });
  });

  test('a Group by itself and by its members; an anonymous one by its members', () => {
    const member = [agent('ada'), agent('bob')];
    expect(found({ ...leastStatement, actor: { objectType: 'Group', ...agent('team'), member } }).agents).toEqual([
      key('team'),
      key('ada'),
      key('bob'),
    ]);
    expect(found({ ...leastStatement, actor: { objectType: 'Group', member } }).agents).toEqual([
      key('ada'),
      key('bob'),
    ]);
    expect(found({ ...leastStatement, actor: agent('x'), object: { objectType: 'Group', member } }).agents).toEqual([
      key('x'),
      key('ada'),
      key('bob'),
    ]);
  });

  test('everyone and everything in the context only broadly', () => {
    const context = {
      instructor: agent('instructor'),
      team: { objectType: 'Group', member: [agent('member')] },
      contextAgents: [{ objectType: 'contextAgent', agent: agent('context-agent') }],
      contextGroups: [
        {
          objectType: 'contextGroup',
          group: { objectType: 'Group', ...agent('context-group'), member: [agent('context-member')] },
        },
      ],
      contextActivities: {
        parent: activity('parent'),
        grouping: [activity('course')],
        category: [activity('category')],
        other: [activity('other'), activity('parent')],
      },
    };
    expect(found({ ...leastStatement, actor: agent('ada'), object: activity('unit'), context })).toEqual({
      agents: [key('ada')],
      relatedAgents: [
        'ada',
        'authority',
        'instructor',
        'member',
        'context-agent',
        'context-group',
        'context-member',
      ].map(key),
      activities: ['http://example.com/unit'],
      relatedActivities: ['unit', 'parent', 'course', 'category', 'other'].map((name) => activity(name).id),
    });
  });

  test("a sub-statement's actor, object and context only broadly", () => {
    const object = {
      ...subStatement,
      actor: agent('sub'),
      object: activity('sub'),
      context: { instructor: agent('coach'), contextActivities: { parent: activity('sub-parent') } },
    };
    expect(found({ ...leastStatement, actor: agent('ada'), object })).toEqual({
      agents: [key('ada')],
      relatedAgents: ['ada', 'authority', 'sub', 'coach'].map(key),
      activities: [],
      relatedActivities: ['sub', 'sub-parent'].map((name) => activity(name).id),
    });
    expect(
      found({ ...leastStatement, object: { ...subStatement, object: { objectType: 'Agent', ...agent('inner') } } })
        .relatedAgents,
    ).toContain(key('inner'));
  });

  test('each once per scope', () => {
    const { agents, relatedAgents } = found({
      ...leastStatement,
      actor: agent('ada'),
      object: { objectType: 'Agent', ...agent('ada') },
      context: { instructor: agent('ada') },
    });
    expect(agents).toEqual([key('ada')]);
    expect(relatedAgents).toEqual([key('ada'), key('authority')]);
  });
});

describe('prepareStatement', () => {
  test('knows verb, registration, reference and attachments', () => {
    const prepared = prepare(
      changed(fullStatement, {
        'context.registration': uuid,
        'attachments[0].sha2': 'A'.repeat(64),
        'attachments[1]': { ...fullStatement.attachments[0], sha2: 'a'.repeat(64) },
      }),
    );
    expect(prepared).toMatchObject({
      id: fullStatement.id,
      verb: verbs.answered,
      registration: uuid.toLowerCase(),
      voiding: false,
      attachments: ['a'.repeat(64)],
    });
    expect(prepared).not.toHaveProperty('refersTo');
    expect(prepared.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(prepare(leastStatement)).not.toHaveProperty('registration');
  });

  test('refers to what its object refers to, and voids it with the reserved verb', () => {
    const object = { objectType: 'StatementRef', id: uuid };
    expect(prepare({ ...leastStatement, object })).toMatchObject({ refersTo: uuid.toLowerCase(), voiding: false });
    expect(prepare({ ...leastStatement, verb: { id: verbs.voided }, object })).toMatchObject({
      refersTo: uuid.toLowerCase(),
      voiding: true,
    });
  });

  test('a reference in the context or in a sub-statement is none in this sense', () => {
    const reference = { objectType: 'StatementRef', id: uuid };
    expect(prepare({ ...leastStatement, context: { statement: reference } })).not.toHaveProperty('refersTo');
    expect(
      prepare({ ...leastStatement, object: { ...subStatement, verb: { id: verbs.voided }, object: reference } }),
    ).toMatchObject({ voiding: false });
  });

  test("names a sub-statement's attachments too", () => {
    expect(
      prepare({ ...leastStatement, object: { ...subStatement, attachments: fullStatement.attachments } }).attachments,
    ).toEqual(['a'.repeat(64)]);
  });
});
