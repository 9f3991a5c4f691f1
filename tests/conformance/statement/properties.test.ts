import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LotseError } from '../../../base/index.js';
import {
  agentKey,
  completeStatement,
  fingerprintOf,
  formatStatement,
  parseAgent,
  parseJson,
  parseStatement,
  prepareStatement,
  type Statement,
  statementFormats,
  type XapiVersion,
} from '../../../lrs/statement/index.js';
import { agentArbitrary, jsonArbitrary, statementArbitrary } from '../../support/statement-arbitrary.js';
import { leastStatement, versions } from './support.js';

const authority = { objectType: 'Agent', account: { homePage: 'http://lrs.example.com', name: 'key' } } as const;
const completion = (version: XapiVersion) => ({
  id: '12345678-1234-4234-8234-123456789012',
  authority,
  now: '2026-11-21T08:15:00.000Z',
  version,
});

type Node = { readonly path: string; readonly keys: readonly (string | number)[]; readonly value: unknown };

/** Every place of a statement whose type the specification fixes, with its path as errors write it. */
function typedNodes(value: unknown, path = '', keys: readonly (string | number)[] = []): Node[] {
  if (keys.at(-2) === 'extensions') return [];
  const own: Node[] = [{ path, keys, value }];
  if (Array.isArray(value))
    return own.concat(value.flatMap((each, index) => typedNodes(each, `${path}[${index}]`, [...keys, index])));
  if (typeof value !== 'object' || value === null) return own;
  return own.concat(
    Object.entries(value).flatMap(([key, each]) => {
      const place = /^[A-Za-z_$][\w$]*$/.test(key)
        ? path === ''
          ? key
          : `${path}.${key}`
        : `${path}[${JSON.stringify(key)}]`;
      return typedNodes(each, place, [...keys, key]);
    }),
  );
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((each: unknown, index) => (index === key ? replaced(each, rest, by) : each));
  return Object.fromEntries(
    Object.entries(value as object).map(([each, inner]) => [each, each === key ? replaced(inner, rest, by) : inner]),
  );
}

/** Values that no place takes that now holds a value of this type. */
function wrongFor(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return [null, 5, true, [], {}];
  if (typeof value === 'number') return [null, '5', true, [], {}];
  if (typeof value === 'boolean') return [null, 0, 'true', [], {}];
  return [null, 5, 'text', true];
}

/** The same value with the keys of all its objects in another order. */
function shuffledKeys(value: unknown, order: (key: string) => number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffledKeys(each, order));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => order(one) - order(other) || (one < other ? 1 : -1));
  return JSON.parse(
    `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(shuffledKeys(each, order))}`).join(',')}}`,
  );
}

function reversedMembers(value: unknown, inExtensions = false): unknown {
  if (Array.isArray(value)) return value.map((each) => reversedMembers(each, inExtensions));
  if (typeof value !== 'object' || value === null || inExtensions) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const inner = reversedMembers(each, key === 'extensions');
      return [key, key === 'member' && Array.isArray(inner) ? [...(inner as unknown[])].reverse() : inner];
    }),
  );
}

const asSent = (statement: Statement): Statement => JSON.parse(JSON.stringify(statement)) as Statement;

describe.each(versions)('any statement of version %s', (version) => {
  const statements = statementArbitrary(version).map(asSent);
  const parse = (value: unknown) => parseStatement(value, { version });

  test('is accepted, and survives being read, completed, prepared and read again', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const completed = completeStatement(parse(parseJson(JSON.stringify(statement))), completion(version));
        const prepared = prepareStatement(completed);
        expect(parseJson(prepared.text)).toEqual(JSON.parse(JSON.stringify(completed)));
        expect(parse(JSON.parse(prepared.text))).toHaveProperty('id', prepared.id);
        expect(prepareStatement(completeStatement(parse(JSON.parse(prepared.text)), completion(version)))).toEqual(
          prepared,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('means the same where its own text is kept, and is one line', () => {
    const forms = fc.constantFrom<(value: unknown) => string>(
      (value) => JSON.stringify(value),
      (value) => JSON.stringify(value, null, 2),
      (value) => ` ${JSON.stringify(value, null, 1).replaceAll('\n', ' ')}\t`,
    );
    fc.assert(
      fc.property(statements, forms, (sent, form) => {
        const text = form(sent);
        const read = parse(parseJson(text));
        const completed = completeStatement(read, completion(version));
        const { text: kept, ...others } = prepareStatement(completed, {
          defines: true,
          sent: { statement: read, text },
        });
        expect(parseJson(kept)).toEqual(JSON.parse(JSON.stringify(completed)));
        expect(kept).not.toMatch(/[\r\n]/);
        expect(kept.startsWith('{')).toBe(true);
        const { text: _written, ...same } = prepareStatement(completed);
        expect(others).toEqual(same);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps its fingerprint when it is completed, and when keys and members change places', () => {
    fc.assert(
      fc.property(statements, fc.func(fc.integer()), (statement, order) => {
        const fingerprint = fingerprintOf(statement);
        expect(fingerprintOf(completeStatement(statement, completion(version)))).toBe(fingerprint);
        expect(fingerprintOf(shuffledKeys(statement, order) as Statement)).toBe(fingerprint);
        expect(fingerprintOf(reversedMembers(statement) as Statement)).toBe(fingerprint);
        expect(
          fingerprintOf({ ...statement, verb: { id: statement.verb.id, display: { de: 'anders' } }, attachments: [] }),
        ).toBe(fingerprint);
      }),
      { numRuns: 200 },
    );
  });

  const changes: readonly ((statement: Statement) => Statement)[] = [
    (statement) => ({ ...statement, actor: { account: { homePage: 'http://somebody.example.com', name: 'else' } } }),
    (statement) => ({ ...statement, actor: { ...statement.actor, name: `${statement.actor.name ?? ''}!` } }),
    (statement) => ({ ...statement, verb: { ...statement.verb, id: `${statement.verb.id}x` } }),
    (statement) => ({ ...statement, object: { objectType: 'Activity', id: 'http://something.example.com/else' } }),
    (statement) => ({ ...statement, result: { ...statement.result, success: statement.result?.success !== true } }),
    (statement) => ({
      ...statement,
      result: { ...statement.result, response: `${statement.result?.response ?? ''}!` },
    }),
    (statement) => ({
      ...statement,
      result: { ...statement.result, score: { scaled: statement.result?.score?.scaled === 0.125 ? 0.25 : 0.125 } },
    }),
    (statement) => ({ ...statement, result: { ...statement.result, duration: 'PT12345S' } }),
    (statement) => ({
      ...statement,
      result: { ...statement.result, extensions: { ...statement.result?.extensions, 'http://example.com/new': [{}] } },
    }),
    (statement) => ({
      ...statement,
      context: { ...statement.context, registration: '99999999-9999-4999-8999-999999999999' },
    }),
    (statement) => ({
      ...statement,
      context: { ...statement.context, instructor: { mbox: 'mailto:new@example.com' } },
    }),
    (statement) => ({
      ...statement,
      context: { ...statement.context, team: { objectType: 'Group', member: [{ mbox: 'mailto:new@example.com' }] } },
    }),
    (statement) => ({ ...statement, context: { ...statement.context, language: 'haw' } }),
    (statement) => ({
      ...statement,
      context: {
        ...statement.context,
        contextActivities: { ...statement.context?.contextActivities, other: { id: 'http://example.com/new' } },
      },
    }),
    (statement) => ({
      ...statement,
      context: {
        ...statement.context,
        statement: { objectType: 'StatementRef', id: '99999999-9999-4999-8999-999999999999' },
      },
    }),
    (statement) => ({
      ...statement,
      context: {
        ...statement.context,
        extensions: { ...statement.context?.extensions, 'http://example.com/new': null },
      },
    }),
  ];
  test('gets another fingerprint when anything that is compared changes', () => {
    fc.assert(
      fc.property(statements, fc.constantFrom(...changes), (statement, change) => {
        const other = change(statement);
        parse(other);
        expect(fingerprintOf(other)).not.toBe(fingerprintOf(statement));
      }),
      { numRuns: 300 },
    );
  });

  test('is refused when a value of the wrong type stands anywhere in it, at that place or around it', () => {
    fc.assert(
      fc.property(statements, fc.nat(), fc.nat(), (statement, place, kind) => {
        const nodes = typedNodes(statement);
        const { path, keys, value } = nodes[place % nodes.length]!;
        const wrong = wrongFor(value);
        let fault: unknown;
        try {
          parse(replaced(statement, keys, wrong[kind % wrong.length]));
        } catch (caught) {
          fault = caught;
        }
        expect(fault).toBeInstanceOf(LotseError);
        const { code, path: found = '' } = fault as LotseError;
        expect(code).toBe('invalid-statement');
        expect(
          found === '' || path === found || path.startsWith(`${found}.`) || path.startsWith(`${found}[`)
            ? found
            : { found, path },
        ).toBe(found);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is refused with an unknown property anywhere but in extensions', () => {
    fc.assert(
      fc.property(
        statements,
        fc.nat(),
        fc.constantFrom('x1', 'unknownKey', '__proto__', 'hasOwnProperty', 'objecttype', 'e n'),
        (statement, place, key) => {
          const objects = typedNodes(statement).filter(
            ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
          );
          const { path, keys, value } = objects[place % objects.length]!;
          const extended: unknown = JSON.parse(
            `{${JSON.stringify(key)}:"x"${Object.keys(value as object).length === 0 ? '' : ','}${JSON.stringify(value).slice(1)}`,
          );
          expect(() => parse(replaced(statement, keys, extended))).toThrow(
            expect.objectContaining({ code: 'invalid-statement', path: expect.stringContaining(path) }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is a valid statement in every format, found by the same Agents and Activities', () => {
    fc.assert(
      fc.property(statements, fc.constantFrom(...statementFormats), (statement, format) => {
        const completed = completeStatement(statement, completion(version));
        const formatted = asSent(formatStatement(completed, format, [{ range: 'en', quality: 1 }]));
        parse(formatted);
        const { activities } = prepareStatement(completeStatement(formatted, completion(version)));
        expect(activities).toEqual(prepareStatement(completed).activities);
        if (format !== 'ids') expect(fingerprintOf(formatted)).toBe(fingerprintOf(completed));
      }),
      { numRuns: 200 },
    );
  });

  test('any JSON at all is a statement or is refused as one', () => {
    const somewhere = fc
      .tuple(
        fc.constantFrom('', 'actor', 'verb', 'object', 'result', 'context', 'attachments', 'authority', 'timestamp'),
        jsonArbitrary,
      )
      .map(([key, value]) => (key === '' ? value : { ...leastStatement, [key]: value }));
    fc.assert(
      fc.property(fc.oneof(somewhere, jsonArbitrary), (value) => {
        try {
          parse(value);
        } catch (caught) {
          expect(caught).toMatchObject({ name: 'LotseError', code: 'invalid-statement' });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('any Agent', () => {
  test('is taken as a parameter, and has the same key as any other with its identifier', () => {
    fc.assert(
      fc.property(agentArbitrary, (agent) => {
        const key = agentKey(parseAgent(asSent(agent as never), 'agent'));
        expect(agentKey({ ...agent, name: 'other', objectType: 'Group', member: [agent] } as never)).toBe(key);
      }),
    );
  });

  test('any JSON at all is one, or is refused as a parameter', () => {
    fc.assert(
      fc.property(jsonArbitrary, (value) => {
        try {
          parseAgent(value, 'agent');
        } catch (caught) {
          expect(caught).toMatchObject({ name: 'LotseError', code: 'invalid-parameter' });
        }
      }),
    );
  });
});
