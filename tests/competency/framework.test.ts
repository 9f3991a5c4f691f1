import { describe, expect, test } from '@jest/globals';
import { parseFramework, starterFrameworks } from '../../competency/framework/index.js';

const valid = () => ({
  id: 'own',
  version: 1,
  title: { de: 'Eigener', en: 'Own' },
  scale: [0, 1, 2, 3, 4].map((level) => ({ level, text: { de: `Stufe ${level}`, en: `Level ${level}` } })),
  profiles: [{ id: 'lead', name: { de: 'Leitung', en: 'Lead' } }],
  groups: [
    {
      code: 'X',
      name: { de: 'X', en: 'X' },
      competencies: [
        {
          code: 'X1',
          name: { de: 'Eins', en: 'One' },
          levels: {
            1: { de: 'a', en: 'a' },
            2: { de: 'b', en: 'b' },
            3: { de: 'c', en: 'c' },
            4: { de: 'd', en: 'd' },
          },
          targets: { lead: 3 },
        },
      ],
    },
  ],
});

describe('the starter framework', () => {
  const framework = starterFrameworks().find('lotse')!;
  const competencies = framework.groups.flatMap((group) => group.competencies);

  test('has the five groups and fifteen competencies of the matrix', () => {
    expect(framework.groups.map(({ code, name }) => `${code} ${name.de}`)).toEqual([
      'A Lotse',
      'B Digital',
      'C Lernen',
      'D Führung',
      'E Kooperation',
    ]);
    expect(competencies.map(({ code }) => code)).toEqual([
      'A1',
      'A2',
      'A3',
      'A4',
      'B1',
      'B2',
      'B3',
      'C1',
      'C2',
      'C3',
      'D1',
      'D2',
      'D3',
      'E1',
      'E2',
    ]);
  });

  test('has a target for each role and a text for each level, in both languages', () => {
    expect(framework.profiles.map(({ name }) => name.de)).toEqual(['Lots:in', 'Führungskraft', 'Coach']);
    for (const { targets, levels, name } of competencies) {
      expect(Object.keys(targets)).toEqual(framework.profiles.map(({ id }) => id));
      expect(levels).toHaveLength(5);
      for (const text of [name, ...levels]) expect([text.de, text.en].every((each) => each.length > 0)).toBe(true);
    }
    const d1 = starterFrameworks().competency('lotse', 'D1')!;
    expect(d1.targets).toEqual({ 'lots-in': 1, fuehrungskraft: 3, coach: 2 });
    expect(d1.levels.map(({ de }) => de)).toEqual([
      'Keine Kenntnis',
      'kennt den Ablauf',
      'nutzt den Leitfaden',
      'vereinbart Ziele',
      'bildet Führungskräfte aus',
    ]);
  });
});

describe('reading a framework', () => {
  test('takes one that is whole', () => {
    expect(parseFramework(valid()).groups[0]!.competencies[0]!.levels[0]).toEqual({ de: 'Stufe 0', en: 'Level 0' });
  });

  test.each([
    [
      'a competency that is there twice',
      (given: ReturnType<typeof valid>) => given.groups[0]!.competencies.push(given.groups[0]!.competencies[0]!),
      'X1 is there twice',
    ],
    [
      'a target for a role that does not exist',
      (given: ReturnType<typeof valid>) => Object.assign(given.groups[0]!.competencies[0]!.targets, { nobody: 2 }),
      'is not one of the profiles',
    ],
    [
      'a target above the scale',
      (given: ReturnType<typeof valid>) => Object.assign(given.groups[0]!.competencies[0]!.targets, { lead: 5 }),
      'targets',
    ],
    ['a scale out of order', (given: ReturnType<typeof valid>) => given.scale.reverse(), 'must be 0'],
    ['a missing translation', (given: ReturnType<typeof valid>) => Object.assign(given.title, { en: '' }), 'title'],
  ])('refuses %s', (_what, spoil, complaint) => {
    const given = valid();
    spoil(given);
    expect(() => parseFramework(given)).toThrow(complaint);
  });
});
