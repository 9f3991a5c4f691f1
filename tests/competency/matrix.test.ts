import { frameworksOf, parseFramework, starterFrameworks } from '../../competency/framework/index.js';
import {
  createMatrix,
  missingInWords,
  parseNextSteps,
  percent,
  ruleInWords,
  starterNextSteps,
  teamMatrix,
  thresholdInWords,
} from '../../competency/matrix/index.js';
import { starterRuleSets } from '../../competency/rules/index.js';
import type { CompetencyStore, Evidence } from '../../competency/store/index.js';
import type { AgentKey } from '../../lrs/store/index.js';
import { modelCompetencyStore } from '../support/model/competency.js';
import { aylin, evidence, nord, verbs, vocabulary } from './fixtures.js';
import { describe, expect, test } from '@jest/globals';

const clock = { now: () => Date.parse('2026-11-21T10:00:00Z') };
const jonas = 'account https://lms.example jonas' as AgentKey;
const nextStepFor = starterNextSteps();

async function matrixOver(rows: readonly Evidence[]) {
  const store: CompetencyStore = modelCompetencyStore();
  await store.commitEvidence({
    partition: 0,
    target: 'live',
    from: 0,
    to: 1,
    projectionVersion: 'r',
    changes: rows.map((each) => ({ kind: 'add' as const, evidence: each })),
  });
  return createMatrix({ store, frameworks: starterFrameworks(), ruleSets: starterRuleSets(), nextStepFor, clock });
}
const person = { organisation: nord, actors: [aylin], frameworkId: 'lotse', profileId: 'fuehrungskraft' };
const all = (matrix: { groups: readonly { competencies: readonly unknown[] }[] }) =>
  matrix.groups.flatMap((group) => group.competencies) as readonly { code: string }[];

describe("a person's matrix", () => {
  test('lays Soll beside Ist', async () => {
    const matrix = await matrixOver([
      evidence({ verb: verbs.passed }),
      evidence({ statement: 's2', position: 2, code: 'E1', level: 1 }),
    ]);
    const page = await matrix.person(person);
    expect(all(page)).toHaveLength(15);
    expect(all(page).find(({ code }) => code === 'D1')).toMatchObject({
      target: 3,
      level: 2,
      gap: 1,
      levelText: { de: 'nutzt den Leitfaden' },
      nextStep: { id: 'task-or-coaching' },
      statements: 1,
      validUntil: '2028-03-01T08:00:00.000Z',
    });
    expect(all(page).find(({ code }) => code === 'E1')).toMatchObject({
      target: 3,
      level: 1,
      gap: 2,
      nextStep: { id: 'internal-course' },
    });
    expect(all(page).find(({ code }) => code === 'A1')).toMatchObject({
      target: 2,
      level: null,
      gap: null,
      levelText: { de: 'Nicht bewertet' },
      nextStep: { id: 'unrated' },
      statements: 0,
    });
    expect(page.totals).toEqual({ competencies: 15, rated: 2, targets: 15, met: 0 });
    expect(page).toMatchObject({
      profile: { id: 'fuehrungskraft' },
      framework: { id: 'lotse', version: 1 },
      asOf: '2026-11-21T10:00:00.000Z',
    });
  });

  test('joins the identities that are linked, each once', async () => {
    const matrix = await matrixOver([
      evidence({ scaled: 0.9 }),
      evidence({ statement: 's2', position: 2, actor: jonas, activity: vocabulary.activity('d2'), scaled: 0.9 }),
    ]);
    const joined = await matrix.person({ ...person, actors: [aylin, jonas, aylin] });
    expect(all(joined).find(({ code }) => code === 'D1')).toMatchObject({
      level: 2,
      statements: 2,
      proposal: { level: 3 },
    });
    expect(all(await matrix.person(person)).find(({ code }) => code === 'D1')).not.toHaveProperty('proposal');
  });

  test('shows what has lapsed', async () => {
    const matrix = await matrixOver([evidence({ verb: verbs.passed, timestamp: '2023-01-01T00:00:00.000Z' })]);
    expect(all(await matrix.person(person)).find(({ code }) => code === 'D1')).toMatchObject({
      level: 1,
      expired: { level: 2, on: '2025-01-01T00:00:00.000Z' },
    });
  });

  test('says so where there is no such framework or role', async () => {
    const matrix = await matrixOver([]);
    await expect(matrix.person({ ...person, frameworkId: 'none' })).rejects.toMatchObject({
      code: 'not-found',
      path: 'frameworkId',
    });
    await expect(matrix.person({ ...person, profileId: 'none' })).rejects.toMatchObject({
      code: 'not-found',
      path: 'profileId',
    });
    await expect(
      matrix.explain({ organisation: nord, actors: [], competency: { framework: 'lotse', code: 'Z9' } }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test("a framework of one's own needs no code: without rules it shows its targets", async () => {
    const own = parseFramework({
      id: 'own',
      version: 2,
      title: { de: 'Eigener', en: 'Own' },
      scale: [0, 1, 2, 3, 4].map((level) => ({ level, text: { de: `S${level}`, en: `L${level}` } })),
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
              targets: {},
            },
          ],
        },
      ],
    });
    const matrix = createMatrix({
      store: modelCompetencyStore(),
      frameworks: frameworksOf([own]),
      ruleSets: [],
      nextStepFor,
      clock,
    });
    const page = await matrix.person({ organisation: nord, actors: [aylin], frameworkId: 'own', profileId: 'lead' });
    expect(all(page)).toEqual([
      {
        code: 'X1',
        name: { de: 'Eins', en: 'One' },
        level: null,
        levelText: { de: 'Nicht bewertet', en: 'Not rated' },
        gap: null,
        statements: 0,
      },
    ]);
  });
});

describe('the next step', () => {
  test.each([
    [3, 3, undefined],
    [2, 3, 'task-or-coaching'],
    [1, 3, 'internal-course'],
    [0, 3, 'external-course'],
    [0, 4, 'external-course'],
    [4, 2, 'mentor'],
    [null, 3, 'unrated'],
    [null, 0, undefined],
    [1, undefined, undefined],
  ] as const)('Ist %p, Soll %p → %p', (level, target, id) => expect(nextStepFor(level, target)?.id).toBe(id));

  test('has configurable thresholds', () => {
    const text = { de: 'x', en: 'x' };
    const own = parseNextSteps({ steps: [{ id: 'only', gap: 2, text }], unrated: text, mentor: text });
    expect([own(2, 3)?.id, own(1, 3)?.id, own(0, 4)?.id]).toEqual([undefined, 'only', 'only']);
    expect(() => parseNextSteps({ steps: [{ id: 'x', gap: 0, text }], unrated: text, mentor: text })).toThrow('gap');
  });
});

describe('"Warum?"', () => {
  test('names the rule with its version, the statements, and what is missing', async () => {
    const matrix = await matrixOver([
      evidence({ verb: verbs.passed, scaled: 0.8, activityName: { de: 'Entwicklungsgespräch' } }),
      evidence({
        statement: 's2',
        position: 2,
        activity: vocabulary.activity('d2'),
        level: 1,
        timestamp: '2026-03-02T08:00:00.000Z',
      }),
      evidence({ statement: 's3', position: 3, code: 'E1' }),
    ]);
    const explanation = await matrix.explain({
      organisation: nord,
      actors: [aylin],
      competency: { framework: 'lotse', code: 'D1' },
    });
    expect(explanation).toMatchObject({
      level: 2,
      levelText: { de: 'nutzt den Leitfaden' },
      rule: {
        id: 'judged',
        version: 1,
        title: { de: 'Beurteiltes Ergebnis' },
        threshold: { en: 'one unit of level 2 or higher, passed or completed with at least 70%' },
      },
      statements: [
        {
          id: 's2',
          counted: false,
          because: { de: 'Zählt für diese Stufe nicht: Die Lerneinheit kann diese Stufe nicht zeigen.' },
        },
        {
          id: 's1',
          counted: true,
          activityName: { de: 'Entwicklungsgespräch' },
          verb: verbs.passed,
          scaled: 0.8,
          timestamp: '2026-03-01T08:00:00.000Z',
          because: { de: 'Zählt für die erreichte Stufe.' },
        },
      ],
    });
    expect(explanation.missing.map(({ de }) => de)).toEqual([
      'Für Stufe 3 fehlen noch zwei verschiedene Lerneinheiten der Stufe 2 oder höher, mit mindestens 85\u00a0% bestanden oder abgeschlossen. Das beste Ergebnis bisher liegt bei 80\u00a0%.',
      'Stufe 3 wird immer von einer Person bestätigt, zum Beispiel von der Führungskraft oder dem Coach im Entwicklungsgespräch.',
    ]);
  });

  test('tells what is missing where nothing is there yet', async () => {
    const explanation = await (
      await matrixOver([])
    ).explain({ organisation: nord, actors: [aylin], competency: { framework: 'lotse', code: 'D1' } });
    expect(explanation).toMatchObject({ level: null, levelText: { en: 'Not rated' }, statements: [] });
    expect(explanation).not.toHaveProperty('rule');
    expect(explanation.missing).toEqual([
      {
        de: 'Für Stufe 1 fehlt noch eine Lerneinheit, abgeschlossen oder bestanden.',
        en: 'Level 1 still needs one unit, completed or passed.',
      },
    ]);
  });

  test('puts every rule into whole sentences that follow from its data', () => {
    const [exposure, judged, mastery] = starterRuleSets()[0]!.rules;
    expect(ruleInWords(exposure!)).toEqual({
      de: 'Stufe 1 gilt als erreicht, sobald eine Lerneinheit abgeschlossen oder bestanden wurde. Es zählt der beste Versuch. Das Ergebnis verfällt nicht.',
      en: 'Level 1 is reached as soon as one unit has been completed or passed. The best attempt counts. The result does not expire.',
    });
    expect(ruleInWords(judged!).de).toBe(
      'Stufe 2 gilt als erreicht, sobald eine Lerneinheit der Stufe 2 oder höher bestanden oder mit mindestens 70\u00a0% abgeschlossen wurde. Es zählt der beste Versuch. Das Ergebnis gilt 24 Monate.',
    );
    expect(ruleInWords(mastery!).en).toBe(
      'Level 3 is proposed for a person to confirm as soon as two different units of level 2 or higher have been passed or completed with at least 85%. The best attempt counts. The result is valid for 24 months.',
    );
    expect(ruleInWords({ ...judged!, attempts: 'last', validityMonths: 6 }).de).toContain(
      'Es zählt der letzte Versuch. Das Ergebnis gilt 6 Monate.',
    );
    expect(ruleInWords({ ...judged!, validityMonths: 1 })).toMatchObject({
      de: expect.stringContaining('gilt einen Monat.'),
      en: expect.stringContaining('valid for one month.'),
    });
    expect(thresholdInWords(exposure!).de).toBe('eine Lerneinheit, abgeschlossen oder bestanden');
    expect(missingInWords({ kind: 'results', rule: mastery!, have: 1, need: 2, onlyLowerTags: false }).de).toBe(
      'Für Stufe 3 fehlt noch eine weitere Lerneinheit der Stufe 2 oder höher, mit mindestens 85\u00a0% bestanden oder abgeschlossen.',
    );
  });

  test('never rounds a score up to a threshold', () => {
    expect([percent(0.6999), percent(0.7), percent(0.29), percent(1)].map(({ en }) => en)).toEqual([
      '69%',
      '70%',
      '29%',
      '100%',
    ]);
  });
});

describe("a team's matrix", () => {
  test('has a row per person and a foot per competency', async () => {
    const matrix = await matrixOver([evidence({ verb: verbs.passed })]);
    const team = await matrix.team({
      organisation: nord,
      frameworkId: 'lotse',
      needed: { E1: 2 },
      people: [
        { key: 'p1', actors: [aylin], profileId: 'fuehrungskraft' },
        { key: 'p2', actors: [jonas], profileId: 'lots-in' },
      ],
    });
    expect(team.rows.map(({ key, profile }) => [key, profile.id])).toEqual([
      ['p1', 'fuehrungskraft'],
      ['p2', 'lots-in'],
    ]);
    expect(team.rows.map(({ ratings }) => ratings.find(({ code }) => code === 'D1')!.level)).toEqual([2, null]);
    expect(team.columns.find(({ code }) => code === 'D1')).toMatchObject({
      reaching: 0,
      needed: 1,
      singleHolder: false,
      group: { code: 'D' },
    });
    expect(team.columns.find(({ code }) => code === 'E1')).toMatchObject({ needed: 2 });
  });

  test('warns where exactly one person can do it', async () => {
    const matrix = await matrixOver([]);
    const empty = await matrix.person(person);
    const withLevel = (level: 3 | 4): typeof empty => ({
      ...empty,
      groups: empty.groups.map((group) => ({
        ...group,
        competencies: group.competencies.map((each) => (each.code === 'B1' ? { ...each, level } : each)),
      })),
    });
    const foot = (people: readonly (typeof empty)[]) =>
      teamMatrix(
        people.map((each, index) => ({ key: String(index), matrix: each })),
        empty,
        {},
      ).columns.find(({ code }) => code === 'B1');
    expect(foot([withLevel(3), empty])).toMatchObject({ reaching: 1, singleHolder: true });
    expect(foot([withLevel(3), withLevel(4)])).toMatchObject({ reaching: 2, singleHolder: false });
    expect(foot([empty])).toMatchObject({ reaching: 0, singleHolder: false });
  });
});
