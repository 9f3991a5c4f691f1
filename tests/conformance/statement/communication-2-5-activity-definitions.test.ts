import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { completeStatement, namedActivities, prepareStatement } from '../../../lrs/statement/index.js';
import { mergedDefinition } from '../../../lrs/store/index.js';
import { changed, fullStatement, leastStatement, statementFrom, subStatement } from './support.js';

const merge = (...definitions: readonly object[]): unknown =>
  JSON.parse(definitions.map((each) => JSON.stringify(each)).reduce(mergedDefinition));

describe('Communication 2.5: what statements together say about an Activity', () => {
  test('every language of name and description is kept; a later text of the same language corrects it', () => {
    expect(
      merge(
        { name: { de: 'Prüfnug', en: 'Test' } },
        { name: { de: 'Prüfung', fr: 'Examen' }, description: { de: 'x' } },
        { description: { en: 'y' } },
      ),
    ).toEqual({ name: { de: 'Prüfung', en: 'Test', fr: 'Examen' }, description: { de: 'x', en: 'y' } });
  });

  test('what is missing is added, where more can be read is corrected', () => {
    expect(
      merge({ moreInfo: 'https://x.example/1' }, { type: 'https://x.example/type', moreInfo: 'https://x.example/2' }),
    ).toEqual({ type: 'https://x.example/type', moreInfo: 'https://x.example/2' });
  });

  test('Data 2.4.4.1: nothing significant is changed: type, extensions, responses and the interaction', () => {
    const first = {
      type: 'https://x.example/a',
      extensions: { 'https://x.example/e': { deep: 1 } },
      interactionType: 'choice',
      correctResponsesPattern: ['a'],
      choices: [{ id: 'a' }, { id: 'b', description: { de: 'B' } }],
    };
    const later = {
      type: 'https://x.example/b',
      extensions: { 'https://x.example/e': 2, 'https://x.example/f': 3 },
      interactionType: 'matching',
      correctResponsesPattern: ['b'],
      choices: [{ id: 'c' }, { id: 'b', description: { en: 'B' } }, { id: 'a', description: { de: 'A' } }],
      source: [{ id: 's' }],
    };
    expect(merge(first, later)).toEqual({
      ...first,
      extensions: { 'https://x.example/e': { deep: 1 }, 'https://x.example/f': 3 },
      choices: [
        { id: 'a', description: { de: 'A' } },
        { id: 'b', description: { de: 'B', en: 'B' } },
      ],
    });
  });

  test('an interaction comes whole from the first definition that has one', () => {
    const interaction = { interactionType: 'choice', correctResponsesPattern: ['a'], choices: [{ id: 'a' }] };
    expect(
      merge({ name: { de: 'x' } }, interaction, { interactionType: 'numeric', correctResponsesPattern: ['4'] }),
    ).toEqual({ name: { de: 'x' }, ...interaction });
  });

  test('the same again gives the same text', () => {
    const definition = fc
      .record(
        {
          name: fc.dictionary(fc.constantFrom('de', 'en', 'fr'), fc.string()),
          type: fc.constantFrom('https://x.example/a', 'https://x.example/b'),
          moreInfo: fc.webUrl(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(definition, definition, (one, other) => {
        const both = mergedDefinition(one, other);
        expect(mergedDefinition(one, one)).toBe(one);
        expect(mergedDefinition(both, other)).toBe(both);
      }),
    );
  });

  test('keys that mean something to JavaScript are no more than keys', () => {
    const text = mergedDefinition(
      '{"name":{"de":"x"}}',
      '{"extensions":{"__proto__":{"polluted":true},"constructor":1}}',
    );
    expect(text).toBe('{"name":{"de":"x"},"extensions":{"__proto__":{"polluted":true},"constructor":1}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('Communication 2.5: which Activities a statement speaks of', () => {
  const ids = (value: unknown): readonly string[] => namedActivities(statementFrom(value)).map(({ id }) => id);
  const contextActivities = {
    parent: { id: 'https://x.example/p' },
    grouping: [{ id: 'https://x.example/g' }],
    category: [{ id: 'https://x.example/c' }, { id: 'https://x.example/c2' }],
    other: [],
  };
  const around = ['https://x.example/p', 'https://x.example/g', 'https://x.example/c', 'https://x.example/c2'];

  test("its object and its context's", () => {
    expect(ids(changed(leastStatement, { 'context.contextActivities': contextActivities }))).toEqual([
      leastStatement.object.id,
      ...around,
    ]);
  });

  test('those of its SubStatement; Agents and StatementRefs are none', () => {
    const inner = {
      ...subStatement,
      object: { id: 'https://x.example/inner' },
      context: { contextActivities: { parent: [{ id: 'https://x.example/inner-parent' }] } },
    };
    expect(ids(changed(leastStatement, { object: inner, 'context.contextActivities': contextActivities }))).toEqual([
      'https://x.example/inner',
      'https://x.example/inner-parent',
      ...around,
    ]);
    expect(ids(changed(leastStatement, { object: { objectType: 'Agent', mbox: 'mailto:a@example.com' } }))).toEqual([]);
    expect(ids(changed(leastStatement, { object: { objectType: 'StatementRef', id: fullStatement.id } }))).toEqual([]);
  });

  test('a sender that may not define leaves definitions as they are (4.2, scope "define")', () => {
    const statement = completeStatement(statementFrom(fullStatement), {
      id: fullStatement.id,
      authority: fullStatement.authority,
      now: fullStatement.timestamp,
      version: '1.0.3',
    });
    expect(prepareStatement(statement, { defines: true }).definitions).toEqual([
      { iri: fullStatement.object.id, definition: JSON.stringify(fullStatement.object.definition) },
    ]);
    expect(prepareStatement(statement, { defines: false }).definitions).toEqual([]);
  });
});
