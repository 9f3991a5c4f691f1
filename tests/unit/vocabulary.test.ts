import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isUuid, uuidFrom, vocabularyFor } from '../../base/index.js';

const vocabulary = vocabularyFor('https://lotse.example/a');
const name = fc.string({ minLength: 1, unit: 'grapheme' });

describe('vocabulary', () => {
  test('a content id comes back from its activity IRI, and from those of its parts', () => {
    fc.assert(
      fc.property(name, (id) => {
        const iri = vocabulary.activity(id);
        expect(vocabulary.contentIdOf(iri)).toBe(id);
        expect(vocabulary.contentIdOf(`${iri}?subContentId=x`)).toBe(id);
      }),
    );
  });

  test('a competency comes back from its IRI', () => {
    fc.assert(
      fc.property(name, name, (framework, code) => {
        expect(vocabulary.competencyOf(vocabulary.competency(framework, code))).toEqual({ framework, code });
      }),
    );
  });

  test('a course comes back from its IRI', () => {
    fc.assert(
      fc.property(name, name, (platformId, courseId) => {
        expect(vocabulary.courseOf(vocabulary.course(platformId, courseId))).toEqual({ platformId, courseId });
      }),
    );
    expect(vocabulary.courseOf('https://lotse.example/a/courses/only-one')).toBeUndefined();
  });

  test("foreign IRIs are nobody's", () => {
    for (const iri of [
      'https://lotse.example/activities/x',
      'https://lotse.example/a/activities/',
      'https://lotse.example/a/competencies/x',
      'x',
      'https://lotse.example/a/competencies/x/%E0%A4%A',
    ]) {
      expect(vocabulary.contentIdOf(iri)).toBeUndefined();
      expect(vocabulary.competencyOf(iri)).toBeUndefined();
    }
  });

  test('a UUID follows from its name alone', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        expect(isUuid(uuidFrom(...a))).toBe(true);
        expect(uuidFrom(...a) === uuidFrom(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});
