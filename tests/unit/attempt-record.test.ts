import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newUuid, vocabularyFor } from '../../base/index.js';
import {
  type Activity,
  type ActivityDefinition,
  type Result,
  type Statement,
  verbs,
} from '../../lrs/statement/index.js';
import { renderAttemptPage, type AttemptView, recordOf } from '../../pages/attempt/index.js';

const vocabulary = vocabularyFor('https://lotse.test');
const unit = 'd1-entwicklungsgespraech';
const about = { language: 'de', vocabulary } as const;
const actor = { account: { homePage: 'https://lms.test', name: '17' } };
const choice: ActivityDefinition = {
  name: { de: 'Was hilft?' },
  description: { de: 'Was hilft?' },
  interactionType: 'choice',
  correctResponsesPattern: ['1'],
  choices: [
    { id: '0', description: { de: 'Warten' } },
    { id: '1', description: { de: 'Fragen' } },
  ],
};

function said(
  minute: number,
  verb: string,
  {
    part,
    definition,
    result,
  }: { readonly part?: string; readonly definition?: ActivityDefinition; readonly result?: Result } = {},
): Statement {
  const object: Activity = {
    id: part === undefined ? vocabulary.activity(unit) : `${vocabulary.activity(unit)}?subContentId=${part}`,
    ...(definition === undefined ? {} : { definition }),
  };
  return {
    id: newUuid(),
    actor,
    verb: { id: verb },
    object,
    timestamp: new Date(Date.UTC(2026, 1, 3, 8, minute)).toISOString(),
    ...(result === undefined ? {} : { result }),
  };
}
const answered = (minute: number, part: string, result: Result, definition = choice): Statement =>
  said(minute, verbs.answered, { part, definition, result });

describe('an attempt is read out of its statements', () => {
  test('what was answered comes in the order of first answers, with each further answer where it belongs', () => {
    const { items } = recordOf(
      [
        answered(5, 'two', { response: '1', success: true, score: { raw: 1, min: 0, max: 1 } }),
        answered(1, 'one', { response: '0', success: false }),
        answered(7, 'one', { response: '1', success: true }),
      ],
      unit,
      about,
    );
    expect(
      items.map(({ name, question: asked, answers }) => [
        name,
        asked,
        answers.map(({ response, success, points }) => [response, success, points]),
      ]),
    ).toEqual([
      [
        'Was hilft?',
        undefined,
        [
          [{ kind: 'options', options: ['Warten'], ordered: false }, false, undefined],
          [{ kind: 'options', options: ['Fragen'], ordered: false }, true, undefined],
        ],
      ],
      ['Was hilft?', undefined, [[{ kind: 'options', options: ['Fragen'], ordered: false }, true, { raw: 1, max: 1 }]]],
    ]);
  });

  test('the result is what the last end of the whole says, and passed or failed more than completed', () => {
    const score = { raw: 2, min: 0, max: 3, scaled: 0.6667 };
    const end = recordOf(
      [
        said(0, verbs.attempted),
        answered(1, 'one', { response: '1', success: true, score: { raw: 1, max: 1 } }),
        said(9, verbs.completed, {
          definition: { name: { de: 'Das Gespräch' } },
          result: { completion: true, score, duration: 'PT1H2M3.5S' },
        }),
        said(9, verbs.failed, { result: { score, success: false } }),
      ],
      unit,
      about,
    );
    expect(end).toMatchObject({
      title: 'Das Gespräch',
      completed: true,
      outcome: { points: { raw: 2, max: 3 }, share: 0.6667, success: false, seconds: 3723.5 },
    });
    expect(
      recordOf([said(1, verbs.completed, { result: { completion: true, duration: 'P1Y' } })], unit, about),
    ).toMatchObject({ completed: true, outcome: {} });
    expect(recordOf([said(1, verbs.attempted)], unit, about)).toMatchObject({
      completed: false,
      outcome: {},
      items: [],
    });
  });

  test('statements about anything else are passed over', () => {
    const foreign = [
      { ...said(1, verbs.answered), object: { id: 'https://elsewhere.test/x' } },
      { ...said(1, verbs.completed), object: { id: vocabulary.activity('other') } },
      { ...said(1, verbs.completed), object: { objectType: 'Agent', ...actor } },
      { ...said(1, verbs.completed), object: { objectType: 'StatementRef', id: newUuid() } },
    ] as readonly Statement[];
    expect(recordOf(foreign, unit, about)).toEqual({ items: [], completed: false, outcome: {} });
  });

  test('competencies are what the statements were tagged with', () => {
    const tags = [
      { competency: vocabulary.competency('lotse', 'D1'), level: 2 },
      { competency: 'https://elsewhere.test/x', level: 1 },
    ];
    const tagged: Statement = {
      ...said(1, verbs.attempted),
      context: { extensions: { [vocabulary.extensions.competencies]: tags } },
    };
    expect(recordOf([tagged], unit, about).competencies).toEqual([{ framework: 'lotse', code: 'D1' }]);
  });

  test('no answer is lost or made up, whatever the order in which statements arrive', () => {
    const given = fc.array(
      fc.record({
        part: fc.constantFrom('a', 'b', 'c'),
        minute: fc.nat(59),
        response: fc.constantFrom('0', '1', 'x', ''),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(given, (all) => {
        const { items } = recordOf(
          all.map(({ part, minute, response }) => answered(minute, part, { response })),
          unit,
          about,
        );
        expect(items).toHaveLength(new Set(all.map(({ part }) => part)).size);
        expect(items.reduce((sum, { answers, moreAnswers }) => sum + answers.length + moreAnswers, 0)).toBe(all.length);
        const firsts = items.filter(({ moreAnswers }) => moreAnswers === 0).map(({ answers: [{ at }] }) => at);
        expect(firsts).toEqual([...firsts].sort());
      }),
    );
  });
});

describe('the page of an attempt', () => {
  const view = (statements: readonly Statement[], more: Partial<AttemptView> = {}): string =>
    renderAttemptPage({
      language: 'de',
      title: 'Das Gespräch',
      written: 'de',
      isCase: false,
      navigation: [],
      frame: { embedded: true, scripts: [] },
      back: { href: '/matrix', to: 'matrix' },
      attempt: { started: '2026-02-03T08:00:00.000Z', record: recordOf(statements, unit, about) },
      others: [],
      moreOthers: false,
      competencies: [],
      ...more,
    });
  const words = (markup: string): string => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

  test('says what would have been right where it was not, and only there', () => {
    expect(words(view([answered(1, 'one', { response: '0', success: false })]))).toMatch(
      /Antwort Nicht richtig Warten Richtig wäre Fragen/,
    );
    expect(words(view([answered(1, 'one', { response: '1', success: true })]))).not.toContain('Richtig wäre');
  });

  test('of a case tells the way of its decisions, and that a text is not recorded', () => {
    const page = words(
      view(
        [
          answered(1, 'one', { response: '0', success: false, score: { raw: 1, min: 0, max: 2 } }),
          answered(2, 'two', { completion: true }, { name: { de: 'Ihr Plan' }, interactionType: 'long-fill-in' }),
        ],
        { isCase: true },
      ),
    );
    expect(page).toMatch(/Der Weg durch den Fall Was hilft\?: Warten Teilweise richtig 1 von 2 Punkten/);
    expect(page).toContain('Was hier geschrieben wurde, ist nicht aufgezeichnet');
  });

  test('counts a single point as one', () => {
    expect(words(view([answered(1, 'one', { response: '1', success: true, score: { raw: 1, max: 1 } })]))).toContain(
      '1 von 1 Punkt Fragen',
    );
  });

  test('says what state it is in', () => {
    const end = (verb: string) =>
      words(view([said(1, verb, { result: { score: { raw: 2, max: 3, scaled: 0.6667 }, duration: 'PT125S' } })]));
    expect(end(verbs.passed)).toMatch(
      /Stand Bestanden Ergebnis 2 von 3 Punkten \(67 ?%\).*Bearbeitungszeit 2 Minuten 5 Sekunden/,
    );
    expect(end(verbs.failed)).toContain('Stand Nicht bestanden');
    expect(words(view([said(1, verbs.attempted)]))).toMatch(/Stand Begonnen Ergebnis Noch kein Ergebnis/);
  });
});
