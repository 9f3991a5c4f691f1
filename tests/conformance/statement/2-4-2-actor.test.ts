import { describe, expect, test } from '@jest/globals';
import { actorKey, agentKey, parseAgent } from '../../../lrs/statement/index.js';
import { changed, faultOf, leastStatement, subStatement, versions } from './support.js';

const mbox = 'mailto:ada@example.com';
const sha1 = 'cd9b00a5611f94eaa7b1661edab976068e364975';
const account = { homePage: 'http://www.example.com', name: '1625378' };
const identifiers = { mbox, mbox_sha1sum: sha1, openid: 'http://openid.example.org/12345', account };
const each = Object.entries(identifiers).map(([key, value]) => ({ [key]: value }));
const pairs = each.flatMap((one, index) => each.slice(index + 1).map((other) => ({ ...one, ...other })));

/** Every place of a statement that holds an Agent or a Group, with the statement around it. */
const places: readonly (readonly [string, (actor: unknown) => unknown])[] = [
  ['actor', (actor) => changed(leastStatement, { actor })],
  ['object', (actor) => changed(leastStatement, { object: actor })],
  ['context.instructor', (actor) => changed(leastStatement, { 'context.instructor': actor })],
  ['object.actor', (actor) => changed(leastStatement, { object: { ...subStatement, actor } })],
  ['object.object', (actor) => changed(leastStatement, { object: { ...subStatement, object: actor } })],
  [
    'object.context.instructor',
    (actor) => changed(leastStatement, { object: { ...subStatement, context: { instructor: actor } } }),
  ],
];
const groupPlaces: typeof places = [
  ...places,
  ['context.team', (group) => changed(leastStatement, { 'context.team': group })],
  [
    'object.context.team',
    (group) => changed(leastStatement, { object: { ...subStatement, context: { team: group } } }),
  ],
];

describe.each(versions)('Data 2.4.2 Actor, %s', (version) => {
  describe.each(places)('an Agent as %s', (path, around) => {
    const agent = (rest: object) => around({ objectType: 'Agent', ...rest });

    test.each(each)('is identified by %j', (identifier) => expect(faultOf(agent(identifier), version)).toBeUndefined());
    test('needs an identifier', () => expect(faultOf(agent({ name: 'Ada' }), version)).toBe(path));
    test.each(pairs)('must not have more than one: %j', (pair) => expect(faultOf(agent(pair), version)).toBe(path));
    test('has no members', () => expect(faultOf(agent({ mbox, member: [{ mbox }] }), version)).toBe(`${path}.member`));
    test.each([5, { de: 'Ada' }, null])('has a text as its name, not %j', (name) =>
      expect(faultOf(agent({ mbox, name }), version)).toBe(`${path}.name`),
    );
    test.each([5, { key: 'value' }, 'agent', 'Person', null])('has no objectType %j', (objectType) => {
      expect(faultOf(around({ objectType, mbox }), version)).toBe(`${path}.objectType`);
    });
  });

  test('an actor without objectType is an Agent, an object without one is an Activity', () => {
    expect(faultOf(changed(leastStatement, { actor: { mbox } }), version)).toBeUndefined();
    expect(faultOf(changed(leastStatement, { object: { mbox } }), version)).toBe('object.mbox');
    expect(faultOf(changed(leastStatement, { actor: { mbox, member: [] } }), version)).toBe('actor.member');
  });

  describe.each(groupPlaces)('a Group as %s', (path, around) => {
    const group = (rest: object) => around({ objectType: 'Group', ...rest });

    test.each(each)('is identified by %j, with members or without', (identifier) => {
      expect(faultOf(group(identifier), version)).toBeUndefined();
      expect(
        faultOf(group({ ...identifier, member: [{ mbox }, { objectType: 'Agent', account }] }), version),
      ).toBeUndefined();
    });
    test.each(pairs)('must not have more than one identifier: %j', (pair) =>
      expect(faultOf(group(pair), version)).toBe(path),
    );
    test('is anonymous with members alone', () =>
      expect(faultOf(group({ name: 'Team', member: [{ mbox }] }), version)).toBeUndefined());
    test.each([{}, { name: 'Team' }, { member: [] }])('must list members when it is anonymous: %j', (rest) =>
      expect(faultOf(group(rest), version)).toBe(`${path}.member`),
    );
    test.each([{ mbox }, 'Ada', 5, null])('lists them in an array, not %j', (member) =>
      expect(faultOf(group({ mbox, member }), version)).toBe(`${path}.member`),
    );
    test('holds no Groups', () => {
      expect(faultOf(group({ member: [{ mbox }, { objectType: 'Group', mbox }] }), version)).toBe(
        `${path}.member[1].objectType`,
      );
      expect(faultOf(group({ mbox, member: [{ objectType: 'Group', member: [{ mbox }] }] }), version)).toBe(
        `${path}.member[0].objectType`,
      );
    });
    test('holds valid Agents alone', () =>
      expect(faultOf(group({ mbox, member: [{ mbox }, { name: 'nobody' }] }), version)).toBe(`${path}.member[1]`));
  });

  test('a team is a Group, never an Agent', () => {
    expect(faultOf(changed(leastStatement, { 'context.team': { mbox } }), version)).toBe('context.team.objectType');
    expect(faultOf(changed(leastStatement, { 'context.team': { objectType: 'Agent', mbox } }), version)).toBe(
      'context.team.objectType',
    );
  });
});

describe('Data 2.4.2.3 Inverse Functional Identifier', () => {
  const faultOfActor = (actor: unknown) => faultOf(changed(leastStatement, { actor }));

  test.each([
    'mailto:a@b',
    'mailto:ada.lovelace+x@sub.example.com',
    "mailto:o'brien@example.com",
    'mailto:jörg@bücher.example',
    'mailto:a@[192.0.2.1]',
    'mailto:a%22b@example.com',
  ])('mbox %s is a mailto IRI', (value) => expect(faultOfActor({ mbox: value })).toBeUndefined());
  test.each([
    'ada@example.com',
    'mailto:',
    'mailto:ada',
    'mailto:@example.com',
    'mailto:ada@',
    'mailto:should.fail.com',
    'http://should.fail.com',
    'mailto:a@b@c',
    'mailto:a b@example.com',
    'mailto:a@example.com,b@example.com',
    'mailto:a@example.com?subject=x',
    'MAILTO:a@example.com',
    'mailto:a@example..com',
    ' mailto:a@example.com',
    5,
    {},
    ['mailto:a@b.c'],
  ])('mbox %j is none', (value) => expect(faultOfActor({ mbox: value })).toBe('actor.mbox'));

  test.each([sha1, sha1.toUpperCase()])('mbox_sha1sum %s is a hash', (value) =>
    expect(faultOfActor({ mbox_sha1sum: value })).toBeUndefined(),
  );
  test.each([sha1.slice(1), `${sha1}0`, `g${sha1.slice(1)}`, `mailto:${sha1}`, '', 5, {}])(
    'mbox_sha1sum %j is none',
    (value) => {
      expect(faultOfActor({ mbox_sha1sum: value })).toBe('actor.mbox_sha1sum');
    },
  );

  test.each(['ab=c://should.fail.com', 'openid.example.org', '', 'http://', 'http://exämple.org/', 5, {}])(
    'openid %j is no URI',
    (value) => {
      expect(faultOfActor({ openid: value })).toBe('actor.openid');
    },
  );

  test.each([
    ['account', 'x'],
    ['account', []],
    ['account.homePage', undefined],
    ['account.homePage', 'ab=c://should.fail.com'],
    ['account.homePage', 5],
    ['account.name', undefined],
    ['account.name', 5],
    ['account.name', { key: 'x' }],
    ['account.id', 'x'],
  ])('an account is refused with %s %j', (place, value) => {
    expect(faultOfActor(changed({ account }, { [place]: value }))).toBe(`actor.${place}`);
  });
});

describe('agentKey', () => {
  test('is the same for the same identifier, whatever else differs', () => {
    const key = agentKey({ mbox });
    expect(agentKey({ objectType: 'Agent', name: 'Ada', mbox })).toBe(key);
    expect(agentKey({ objectType: 'Group', mbox, member: [{ account }] })).toBe(key);
  });

  test('knows no case where the specifications define none', () => {
    expect(agentKey({ mbox: 'mailto:Ada@Example.COM' })).toBe(agentKey({ mbox: 'mailto:Ada@example.com' }));
    expect(agentKey({ mbox: 'mailto:Ada@example.com' })).not.toBe(agentKey({ mbox }));
    expect(agentKey({ mbox_sha1sum: sha1.toUpperCase() })).toBe(agentKey({ mbox_sha1sum: sha1 }));
    expect(agentKey({ account: { ...account, name: 'a' } })).not.toBe(agentKey({ account: { ...account, name: 'A' } }));
  });

  test('no two accounts, and no two kinds of identifier, have the same', () => {
    const keys = [
      agentKey({ account: { homePage: 'http://a', name: 'b"c' } }),
      agentKey({ account: { homePage: 'http://a","b', name: 'c' } }),
      agentKey({ account: { homePage: 'http://a', name: 'b","c' } }),
      agentKey({ openid: 'http://a' }),
      agentKey({ account: { homePage: 'http://a', name: '' } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('an anonymous Group has none', () => {
    expect(actorKey({ objectType: 'Group', member: [{ mbox }] })).toBeUndefined();
  });
});

describe('parseAgent', () => {
  test.each([...each, { objectType: 'Group', mbox }, { objectType: 'Group', account, member: [{ mbox }] }])(
    'takes %j',
    (agent) => {
      expect(parseAgent(agent, 'agent')).toBe(agent);
    },
  );

  test.each([
    ['wrong', 'agent'],
    [null, 'agent'],
    [[], 'agent'],
    [{}, 'agent'],
    [{ mbox: 'x' }, 'agent.mbox'],
    [{ mbox, openid: 'http://a' }, 'agent'],
    [{ account: { homePage: 'x', name: 'y' } }, 'agent.account.homePage'],
    [{ objectType: 'Group', member: [{ mbox }] }, 'agent'],
    [{ mbox, foo: 1 }, 'agent.foo'],
  ])('refuses %j at %s', (value, path) => {
    expect(() => parseAgent(value, 'agent')).toThrow(expect.objectContaining({ code: 'invalid-parameter', path }));
  });
});
