import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, parseRuleSet, starterRuleSets } from '../../competency/rules/index.js';
import type { Evidence } from '../../competency/store/index.js';
import { evidence, verbs, vocabulary } from './fixtures.js';

const rules = starterRuleSets()[0]!;
const now = Date.parse('2026-11-21T10:00:00Z');
const activity = (id: string): string => vocabulary.activity(id);
let number = 0;
const said = (overrides: Partial<Evidence> = {}): Evidence =>
  evidence({ statement: `s${++number}`, position: number, ...overrides });
const because = (all: readonly Evidence[], one: Evidence, set = rules) =>
  judge(all, set, now).reasons.find((each) => each.evidence.statement === one.statement);

describe('the starter rules', () => {
  test('no evidence at all is "not rated", never 0', () => {
    expect(judge([], rules, now)).toMatchObject({
      level: null,
      reasons: [],
      missing: [{ kind: 'results', have: 0, need: 1, rule: { id: 'exposure' } }],
    });
  });

  test('completing shows exposure: level 1 at most, however often and however good without a score', () => {
    const judgement = judge(
      [said(), said({ activity: activity('d2') }), said({ activity: activity('e1'), success: true })],
      rules,
      now,
    );
    expect(judgement).toMatchObject({ level: 1, by: { id: 'exposure' } });
    expect(judgement.missing).toMatchObject([{ kind: 'results', rule: { id: 'judged' }, have: 0, need: 1 }]);
  });

  test.each([
    ['passed', { verb: verbs.passed }, 2],
    ['completed with 0.7', { scaled: 0.7 }, 2],
    ['completed with a little less', { scaled: 0.6999 }, 1],
    ['completed with 0.9 but not successful', { scaled: 0.9, success: false }, 1],
    ['passed, in a unit that shows level 1', { verb: verbs.passed, level: 1 }, 1],
    ['failed alone', { verb: verbs.failed, scaled: 0.2 }, 0],
    ['completed, in a unit that shows nothing', { level: 0 }, 0],
  ] as const)('%s → level', (_what, overrides, expected) => {
    expect(judge([said(overrides)], rules, now).level).toBe(expected);
  });

  test('the best attempt counts: a later failure takes nothing away', () => {
    const good = said({ verb: verbs.passed, scaled: 0.9, registration: 'r1', timestamp: '2026-03-01T08:00:00.000Z' });
    const bad = said({ verb: verbs.failed, scaled: 0.1, registration: 'r2', timestamp: '2026-04-01T08:00:00.000Z' });
    expect(judge([good, bad], rules, now).level).toBe(2);
    expect(because([good, bad], bad)).toMatchObject({ counted: false, because: 'not-passed' });
  });

  test('a judged result lapses after 24 months, exposure does not; history stays', () => {
    const old = said({ verb: verbs.passed, timestamp: '2024-11-21T10:00:00.000Z', stored: '2024-11-21T10:00:00.000Z' });
    expect(judge([old], rules, now - 1)).toMatchObject({ level: 2, validUntil: '2026-11-21T10:00:00.000Z' });
    const judgement = judge([old], rules, now);
    expect(judgement).toMatchObject({ level: 1, expired: { level: 2, on: '2026-11-21T10:00:00.000Z' } });
    expect(judgement.reasons).toHaveLength(1);
  });

  test('a timestamp ahead of our clock does not make a result last longer', () => {
    const ahead = said({
      verb: verbs.passed,
      timestamp: '2099-01-01T00:00:00.000Z',
      stored: '2024-01-01T00:00:00.000Z',
    });
    expect(judge([ahead], rules, now)).toMatchObject({
      level: 1,
      expired: { level: 2, on: '2026-01-01T00:00:00.000Z' },
    });
  });

  test('two very good results propose level 3 and never count as it', () => {
    const first = said({ verb: verbs.passed, scaled: 0.9 });
    const second = said({ verb: verbs.passed, scaled: 0.85, activity: activity('case') });
    const judgement = judge([first, second], rules, now);
    expect(judgement).toMatchObject({
      level: 2,
      proposal: { level: 3, rule: { id: 'mastery' } },
      missing: [{ kind: 'confirmation', level: 3 }],
    });
    expect(judgement.proposal!.counted.map((each) => each.statement).sort()).toEqual(
      [first.statement, second.statement].sort(),
    );
  });

  test('the same activity twice is one activity, whatever the registration', () => {
    const judgement = judge(
      [
        said({ verb: verbs.passed, scaled: 0.9, registration: 'r1' }),
        said({ verb: verbs.passed, scaled: 1, registration: 'r2' }),
      ],
      rules,
      now,
    );
    expect(judgement.proposal).toBeUndefined();
    expect(judgement.missing).toMatchObject([
      { kind: 'results', have: 1, need: 2 },
      { kind: 'confirmation', level: 3 },
    ]);
  });

  test('says how far the best result so far is from the threshold', () => {
    expect(judge([said({ scaled: 0.4 }), said({ scaled: 0.65 })], rules, now).missing).toMatchObject([
      { kind: 'results', bestScore: 0.65, onlyLowerTags: false },
    ]);
    expect(judge([said({ level: 1 })], rules, now).missing).toMatchObject([{ kind: 'results', onlyLowerTags: true }]);
  });

  test('of several accepted statements about one activity the latest counts, the others say so', () => {
    const first = said({ verb: verbs.passed, timestamp: '2026-03-01T08:00:00.000Z' });
    const second = said({ verb: verbs.passed, timestamp: '2026-03-02T08:00:00.000Z' });
    expect(because([first, second], first)).toMatchObject({ counted: false, because: 'repeated' });
    expect(because([first, second], second)).toMatchObject({ counted: true });
  });
});

describe('rules as data', () => {
  const last = parseRuleSet({
    framework: 'safety',
    version: 3,
    verbs: { passed: verbs.passed, failed: verbs.failed },
    rules: [
      {
        id: 'safe',
        level: 2,
        effect: 'counted',
        title: { de: 'Sicher', en: 'Safe' },
        accepts: [{ verb: 'passed', tagLevel: 2 }],
        distinctActivities: 2,
        attempts: 'last',
        validityMonths: 12,
      },
    ],
  });

  test('where the last attempt counts, a later failure withdraws the level', () => {
    const good = said({ verb: verbs.passed, registration: 'r1', timestamp: '2026-03-01T08:00:00.000Z' });
    const other = said({ verb: verbs.passed, activity: activity('d2') });
    const bad = said({ verb: verbs.failed, registration: 'r2', timestamp: '2026-04-01T08:00:00.000Z' });
    expect(judge([good, other], last, now).level).toBe(2);
    expect(judge([good, other, bad], last, now).level).toBe(0);
    expect(because([good, other, bad], good, last)).toMatchObject({ because: 'not-last-attempt' });
  });

  test('n activities hold until the n-th of them lapses', () => {
    const early = said({
      verb: verbs.passed,
      timestamp: '2026-01-31T00:00:00.000Z',
      stored: '2026-12-01T00:00:00.000Z',
    });
    const late = said({
      verb: verbs.passed,
      activity: activity('d2'),
      timestamp: '2026-06-30T00:00:00.000Z',
      stored: '2026-12-01T00:00:00.000Z',
    });
    expect(judge([early, late], last, now)).toMatchObject({ level: 2, validUntil: '2027-01-31T00:00:00.000Z' });
  });

  test('a rule that would count level 3 by itself is refused', () => {
    const set = {
      framework: 'x',
      version: 1,
      verbs: { passed: verbs.passed },
      rules: [
        {
          id: 'r',
          level: 3,
          effect: 'counted',
          title: { de: 'r', en: 'r' },
          accepts: [{ verb: 'passed', tagLevel: 2 }],
          distinctActivities: 1,
          attempts: 'best',
        },
      ],
    };
    expect(() => parseRuleSet(set)).toThrow('need a person');
    expect(() => parseRuleSet({ ...set, rules: [{ ...set.rules[0], effect: 'proposed' }] })).not.toThrow();
    expect(() =>
      parseRuleSet({
        ...set,
        rules: [{ ...set.rules[0], effect: 'proposed', accepts: [{ verb: 'sung', tagLevel: 2 }] }],
      }),
    ).toThrow('sung');
  });
});

describe('whatever the evidence', () => {
  const random = fc.array(
    fc
      .record({
        activity: fc.constantFrom('a', 'b', 'c').map(activity),
        verb: fc.constantFrom(verbs.completed, verbs.passed, verbs.failed),
        level: fc.integer({ min: 0, max: 4 }),
        scaled: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        registration: fc.constantFrom('r1', 'r2'),
        timestamp: fc
          .date({ min: new Date('2023-01-01'), max: new Date('2026-11-01'), noInvalidDate: true })
          .map((date) => date.toISOString()),
      })
      .map(({ scaled, ...row }) =>
        said({ ...row, ...(scaled === undefined ? {} : { scaled }), stored: '2026-11-01T00:00:00.000Z' }),
      ),
    { maxLength: 10 },
  );

  test('the order of arrival and repeated rows change nothing', () => {
    fc.assert(
      fc.property(random, fc.infiniteStream(fc.nat()), (rows, draws) => {
        const shuffled = [...rows, ...rows.slice(0, 3)]
          .map((row) => [draws.next().value as number, row] as const)
          .sort((one, other) => one[0] - other[0])
          .map(([, row]) => row);
        expect(judge(shuffled, rules, now)).toEqual(judge(rows, rules, now));
      }),
    );
  });

  test('no statement lifts anybody above level 2, and more practice never lowers a rating', () => {
    fc.assert(
      fc.property(random, random, (rows, further) => {
        const before = judge(rows, rules, now).level ?? -1;
        const after = judge([...rows, ...further], rules, now).level ?? -1;
        expect(after).toBeLessThanOrEqual(2);
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
