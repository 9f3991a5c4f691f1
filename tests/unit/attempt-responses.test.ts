import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ActivityDefinition, type InteractionComponent, interactionTypes } from '../../lrs/statement/index.js';
import {
  attemptTexts,
  inLanguage,
  maxTextLength,
  maxSolutions,
  plainWords,
  parseResponse,
  parseSolutions,
  type Response,
  responseLine,
  responseView,
} from '../../pages/attempt/index.js';

const components = (...words: readonly string[]): InteractionComponent[] =>
  words.map((word, index) => ({ id: String(index), description: { de: word } }));
const answer = (definition: ActivityDefinition, response: string | undefined) =>
  parseResponse(definition, response, 'de');
const view = { language: 'de', text: attemptTexts('de'), written: 'de' } as const;

/** xAPI 1.0.3 Data §2.4.4.1 and appendix C: what each interaction type's responses say. */
describe('an answer is read by its interaction type', () => {
  const choice: ActivityDefinition = { interactionType: 'choice', choices: components('Rot', 'Grün', 'Blau') };
  const match: ActivityDefinition = {
    interactionType: 'matching',
    source: components('Hund', 'Katze'),
    target: components('bellt', 'miaut'),
  };
  const perform: ActivityDefinition = { interactionType: 'performance', steps: components('Anlauf', 'Sprung') };
  const options = (ordered: boolean, ...words: readonly string[]): Response => ({
    kind: 'options',
    ordered,
    options: words,
  });

  test.each<readonly [string, ActivityDefinition, string | undefined, Response]>([
    ['choice', choice, '2[,]0', options(false, 'Blau', 'Rot')],
    ['sequencing', { ...choice, interactionType: 'sequencing' }, '2[,]0[,]1', options(true, 'Blau', 'Rot', 'Grün')],
    ['likert', { interactionType: 'likert', scale: components('nie', 'immer') }, '1', options(false, 'immer')],
    [
      'matching',
      match,
      '0[.]0[,]1[.]1',
      {
        kind: 'pairs',
        pairs: [
          ['Hund', 'bellt'],
          ['Katze', 'miaut'],
        ],
      },
    ],
    [
      'performance',
      perform,
      '0[.]3[:]5[,]1[.]weit',
      {
        kind: 'pairs',
        pairs: [
          ['Anlauf', '3 – 5'],
          ['Sprung', 'weit'],
        ],
      },
    ],
    ['true-false', { interactionType: 'true-false' }, 'false', { kind: 'truth', truth: false }],
    [
      'fill-in',
      { interactionType: 'fill-in' },
      '{case_matters=false}{order_matters=true}Ziel[,][,]{lang=de}Termin',
      { kind: 'gaps', words: ['Ziel', '', 'Termin'] },
    ],
    [
      'long-fill-in',
      { interactionType: 'long-fill-in' },
      '{lang=de}Erst [,] dann',
      { kind: 'text', text: 'Erst [,] dann' },
    ],
    ['numeric', { interactionType: 'numeric' }, '-3.5', { kind: 'range', from: -3.5, to: -3.5 }],
    ['numeric, open', { interactionType: 'numeric' }, '[:]10', { kind: 'range', to: 10 }],
    ['other', { interactionType: 'other' }, 'Irgendwas', { kind: 'text', text: 'Irgendwas' }],
    ['an empty answer', choice, ' ', { kind: 'nothing' }],
    ['no answer', choice, undefined, { kind: 'unrecorded' }],
    ['an option that is none', choice, '0[,]7', { kind: 'unreadable', text: '0[,]7' }],
    ['half a pair', match, '0[,]1[.]1', { kind: 'unreadable', text: '0[,]1[.]1' }],
    ['three of a pair', match, '0[.]0[.]1', { kind: 'unreadable', text: '0[.]0[.]1' }],
    ['neither true nor false', { interactionType: 'true-false' }, 'ja', { kind: 'unreadable', text: 'ja' }],
    ['no number', { interactionType: 'numeric' }, '1[:]2[:]3', { kind: 'unreadable', text: '1[:]2[:]3' }],
    ['no interaction type', {}, '<b>x</b>', { kind: 'unreadable', text: 'x' }],
  ])('%s', (_name, definition, response, expected) => {
    expect(answer(definition, response)).toEqual(expected);
  });

  test('an option without words is called by its id, and one in another language by what there is', () => {
    const definition: ActivityDefinition = {
      interactionType: 'choice',
      choices: [{ id: 'a' }, { id: 'b', description: { 'en-US': '<p>Red &amp; <b>blue</b></p>\n' } }],
    };
    expect(answer(definition, 'a[,]b')).toEqual(options(false, 'a', 'Red & blue'));
  });

  test('every solution stands by itself, empty ones are none, and of very many some are told', () => {
    expect(parseSolutions({ ...choice, correctResponsesPattern: ['0', '1[,]2', ''] }, 'de')).toEqual([
      options(false, 'Rot'),
      options(false, 'Grün', 'Blau'),
    ]);
    expect(parseSolutions({}, 'de')).toEqual([]);
    expect(
      parseSolutions(
        { interactionType: 'fill-in', correctResponsesPattern: Array.from({ length: 99 }, (_, index) => `${index}`) },
        'de',
      ),
    ).toHaveLength(maxSolutions);
  });

  const bare = fc
    .string({ minLength: 1, maxLength: 12 })
    .map((text) => plainWords(text.replace(/[[\]{}<>&]/g, '')))
    .filter((text) => text.trim() === text && text !== '');
  const listed = fc
    .uniqueArray(bare, { minLength: 1, maxLength: 8 })
    .chain((words) => fc.tuple(fc.constant(words), fc.subarray([...words.keys()], { minLength: 1 })));

  test('whatever was chosen comes back in its words', () => {
    fc.assert(
      fc.property(
        listed,
        fc.constantFrom('choice' as const, 'sequencing' as const),
        ([words, picked], interactionType) => {
          const read = answer({ interactionType, choices: components(...words) }, picked.join('[,]'));
          expect(read).toEqual(options(interactionType === 'sequencing', ...picked.map((index) => words[index]!)));
        },
      ),
    );
  });

  test('whatever was put together comes back as pairs', () => {
    fc.assert(
      fc.property(listed, listed, ([left, lefts], [right, rights]) => {
        const pairs = lefts.map((index, place) => [index, rights[place % rights.length]!] as const);
        const read = answer(
          { interactionType: 'matching', source: components(...left), target: components(...right) },
          pairs.map((pair) => pair.join('[.]')).join('[,]'),
        );
        expect(read).toEqual({ kind: 'pairs', pairs: pairs.map(([one, other]) => [left[one], right[other]]) });
      }),
    );
  });

  test('any text, however odd, is read or said to be unreadable, and shown without markup of its own', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[,]', '[.]', '[:]', '{lang=de}', '<script>', '&#x3c;img onerror=1>', '0', '1'),
    );
    const text = fc.array(part, { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(
        text,
        fc.option(fc.constantFrom(...interactionTypes), { nil: undefined }),
        (response, interactionType) => {
          const definition: ActivityDefinition = {
            ...(interactionType === undefined ? {} : { interactionType }),
            choices: components('A', 'B'),
            scale: components('A', 'B'),
            source: components('A', 'B'),
            target: components('A', 'B'),
            steps: components('A', 'B'),
            correctResponsesPattern: [response],
          };
          const read = [answer(definition, response), ...parseSolutions(definition, 'de')];
          for (const each of read) {
            expect(responseView(each, view).text).not.toMatch(/<(?!\/?(?:p|ul|ol|li|span)\b)/);
            expect(typeof responseLine(each, view)).toBe('string');
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('texts of statements as plain words', () => {
  test.each([
    ['<p>Was <strong>hilft</strong>?</p>\n<p>Wählen&nbsp;Sie.</p>', 'Was hilft? Wählen Sie.'],
    ['Das <Entwicklungsgespräch> ist 3 < 4 & mehr', 'Das <Entwicklungsgespräch> ist 3 < 4 & mehr'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
    ['A&#39;B&#x2014;C&#0;&#xD800;', "A'B—C&#0;&#xD800;"],
  ])('%s', (given, expected) => {
    expect(plainWords(given)).toBe(expected);
  });

  test('what is far too long is cut, and no character halved', () => {
    fc.assert(
      fc.property(fc.integer({ min: maxTextLength - 3, max: maxTextLength + 3 }), (length) => {
        const words = plainWords(`${'x'.repeat(length)}😀${'y'.repeat(20_000)}`);
        expect(words.length).toBeLessThanOrEqual(maxTextLength + 2);
        expect(words).not.toMatch(/\p{Surrogate}/u);
      }),
    );
    expect(plainWords(`${'<'.repeat(50_000)}`).length).toBeLessThanOrEqual(maxTextLength + 2);
  });

  test("the reader's language comes first, then German or English, then whichever there is", () => {
    expect(inLanguage({ fr: 'F', 'en-US': 'E', 'de-AT': 'D' }, 'de')).toBe('D');
    expect(inLanguage({ fr: 'F', 'en-US': 'E' }, 'de')).toBe('E');
    expect(inLanguage({ fr: 'F' }, 'en')).toBe('F');
    expect([inLanguage(undefined, 'de'), inLanguage({}, 'de'), inLanguage({ de: ' <p></p> ' }, 'de')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
