import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { starterFrameworks } from '../../competency/framework/index.js';
import { evidenceOf, scaledScore } from '../../competency/projection/index.js';
import { agentKeyOf, aylin, nord, statement, stored, verbs, vocabulary } from './fixtures.js';

const rules = {
  vocabulary,
  frameworks: starterFrameworks(),
  verbs: new Set<string>([verbs.completed, verbs.passed, verbs.failed]),
  agentKeyOf,
};
const read = (body: unknown) => evidenceOf(stored(7, 'id-7', body), rules);

describe('a score', () => {
  test.each([
    [{ scaled: 0.8, raw: 1, min: 0, max: 10 }, 0.8],
    [{ scaled: -0.5 }, -0.5],
    [{ scaled: -0 }, 0],
    [{ raw: 7, min: 5, max: 10 }, 0.4],
    [{ raw: 7, max: 10 }, undefined],
    [{ raw: 7, min: 0 }, undefined],
    [{ raw: 7, min: 10, max: 10 }, undefined],
    [{ raw: 11, min: 0, max: 10 }, undefined],
    [{ scaled: 'much', raw: 1, min: 0, max: 2 }, 0.5],
    [{}, undefined],
    ['0.8', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j → %p', (given, expected) => expect(scaledScore(given)).toBe(expected));
});

describe('reading a statement', () => {
  test('takes everything from its text', () => {
    expect(
      read(
        statement({
          scaled: 0.9,
          success: true,
          registration: '6F1F0C8E-0000-4000-8000-000000000001',
          timestamp: '2026-03-01T09:00:00+01:00',
          tags: [
            ['D1', 2],
            ['C1', 1],
          ],
        }),
      ),
    ).toEqual(
      [
        { organisation: nord, actor: aylin, framework: 'lotse', code: 'D1', level: 2 },
        { organisation: nord, actor: aylin, framework: 'lotse', code: 'C1', level: 1 },
      ].map((row) => ({
        ...row,
        activity: 'https://lotse.example/activities/d1',
        activityName: { de: 'Einheit d1' },
        registration: '6f1f0c8e-0000-4000-8000-000000000001',
        statement: 'id-7',
        position: 7,
        timestamp: '2026-03-01T08:00:00.000Z',
        stored: '2026-06-01T00:00:07.000Z',
        verb: verbs.completed,
        scaled: 0.9,
        success: true,
        course: 'https://lotse.example/courses/p/c',
      })),
    );
  });

  test('a competency that is tagged twice counts once, with its highest level', () => {
    expect(
      read(
        statement({
          tags: [
            ['D1', 1],
            ['D1', 2],
            ['D1', 0],
          ],
        }),
      ),
    ).toMatchObject([{ code: 'D1', level: 2 }]);
  });

  test('without a timestamp it happened when it was stored', () => {
    expect(read({ ...statement(), timestamp: undefined })).toMatchObject([{ timestamp: '2026-06-01T00:00:07.000Z' }]);
  });

  const base = statement();
  const withContext = (context: object) => ({ ...base, context: { ...base.context, ...context } });
  const withTags = (tags: unknown) => withContext({ extensions: { [vocabulary.extensions.competencies]: tags } });
  test.each<[string, unknown]>([
    [
      'sub-content by its object',
      {
        ...base,
        object: { ...base.object, id: `${base.object.id}?subContentId=6f1f0c8e-0000-4000-8000-000000000001` },
      },
    ],
    ['sub-content by its parent', withContext({ contextActivities: { parent: [{ id: base.object.id }] } })],
    ['sub-content by a single parent (1.0.x)', withContext({ contextActivities: { parent: { id: base.object.id } } })],
    ['another verb', statement({ verb: 'progressed' })],
    ['a StatementRef', { ...base, object: { objectType: 'StatementRef', id: '6f1f0c8e-0000-4000-8000-000000000001' } }],
    ['an actor without identity', { ...base, actor: { objectType: 'Group', member: [] } }],
    ['no context', { actor: base.actor, verb: base.verb, object: base.object }],
    ['tags that are not a list', withTags({ D1: 2 })],
    [
      'tags of another making',
      withTags([
        null,
        'D1',
        { competency: 7, level: 2 },
        { competency: 'https://elsewhere.example/competencies/lotse/D1', level: 2 },
      ]),
    ],
    ['a level outside the scale', withTags([{ competency: vocabulary.competency('lotse', 'D1'), level: 5 }])],
    ['a competency nobody knows', withTags([{ competency: vocabulary.competency('lotse', 'Z9'), level: 2 }])],
    ['something that is no statement', ['completed']],
  ])('%s is no evidence', (_what, body) => expect(read(body)).toEqual([]));

  test('text that is not JSON is no evidence', () => {
    expect(evidenceOf({ ...stored(1, 'x', {}), text: '{"actor":' }, rules)).toEqual([]);
  });

  test('one malformed tag does not spoil the others', () => {
    expect(
      read(
        withTags([
          { competency: vocabulary.competency('lotse', 'D1') },
          { competency: vocabulary.competency('lotse', 'E1'), level: 1 },
        ]),
      ),
    ).toMatchObject([{ code: 'E1' }]);
  });

  test('never crashes on foreign content, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('actor', 'verb', 'object', 'result', 'context', 'timestamp'),
        fc.jsonValue(),
        (part, foreign) => {
          expect(Array.isArray(read({ ...base, [part]: foreign }))).toBe(true);
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('registration', 'contextActivities', 'extensions'),
        fc.jsonValue(),
        (part, foreign) => {
          expect(Array.isArray(read(withContext({ [part]: foreign })))).toBe(true);
        },
      ),
    );
    fc.assert(fc.property(fc.jsonValue(), (foreign) => expect(read(withTags([foreign]))).toEqual([])));
  });
});
