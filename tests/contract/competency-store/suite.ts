import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newUuid } from '../../../base/index.js';
import type {
  CompetencyStore,
  Evidence,
  EvidenceChange,
  ProjectionStep,
  RebuildId,
} from '../../../competency/store/index.js';
import type { AgentKey, OrganisationId } from '../../../lrs/store/index.js';
import { modelCompetencyStore } from '../../support/model/competency.js';

/** A fresh, empty store and how to get rid of it. */
export interface StoreUnderTest {
  readonly store: CompetencyStore;
  readonly close: () => Promise<void>;
}

const nord = 'nordwerk' as OrganisationId;
const sued = 'suedwerk' as OrganisationId;
const aylin = 'account https://lms.example aylin' as AgentKey;
const jonas = 'account https://lms.example jonas' as AgentKey;

function evidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    organisation: nord,
    actor: aylin,
    framework: 'lotse',
    code: 'D1',
    activity: 'https://lotse.example/activities/d1',
    statement: 's1',
    position: 1,
    timestamp: '2026-03-01T08:00:00.000Z',
    stored: '2026-03-01T08:00:01.000Z',
    verb: 'http://adlnet.gov/expapi/verbs/completed',
    level: 2,
    ...overrides,
  };
}

const add = (overrides: Partial<Evidence> = {}): EvidenceChange => ({ kind: 'add', evidence: evidence(overrides) });
const projectionVersion = 'first';

const organisations = fc.constantFrom(nord, sued);
const statements = fc.constantFrom('s1', 's2', 's3', 's4', 's5');
const changes = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .record({
          organisation: organisations,
          actor: fc.constantFrom(aylin, jonas),
          code: fc.constantFrom('A1', 'D1'),
          statement: statements,
          day: fc.integer({ min: 10, max: 28 }),
          scaled: fc.option(
            fc.double({ min: -1, max: 1, noNaN: true }).map((value) => value + 0),
            { nil: undefined },
          ),
          success: fc.option(fc.boolean(), { nil: undefined }),
          registration: fc.option(fc.uuid(), { nil: undefined }),
        })
        .map((row) => ({ kind: 'add' as const, row })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('void' as const, 'erase' as const),
        organisation: organisations,
        statement: statements,
      }),
    },
  ),
  { maxLength: 12 },
);

type Drawn = (typeof changes extends fc.Arbitrary<infer T> ? T : never)[number];

/** Each random history has organisations of its own, so that all can share one store. */
function ofRun(organisation: OrganisationId, run: number): OrganisationId {
  return `${organisation}-${run}` as OrganisationId;
}

function placed(change: Drawn, run: number, next: () => number): EvidenceChange {
  if (change.kind !== 'add') return { ...change, organisation: ofRun(change.organisation, run) };
  const { day, scaled, success, registration, organisation, ...row } = change.row;
  return add({
    ...row,
    organisation: ofRun(organisation, run),
    position: next(),
    timestamp: `2026-01-${day}T00:00:00.000Z`,
    ...(scaled === undefined ? {} : { scaled }),
    ...(success === undefined ? {} : { success }),
    ...(registration === undefined ? {} : { registration }),
  });
}

/** The evidence about one person. */
async function about(
  store: CompetencyStore,
  organisation: OrganisationId,
  actor: AgentKey,
): Promise<readonly Evidence[]> {
  return (await store.listEvidence(organisation, [actor])).get(actor) ?? [];
}

/** Takes a step as it is, or as a rebuild that knows only this step and replaces what was there. */
async function advance(store: CompetencyStore, step: Omit<ProjectionStep, 'target'>, rebuilt: boolean): Promise<void> {
  if (!rebuilt) {
    for (const _try of ['first', 'repeated'])
      expect(await store.commitEvidence({ ...step, target: 'live' })).toBe('committed');
    return;
  }
  const target = newUuid();
  await store.beginRebuild(step.partition, target, step.projectionVersion);
  await store.commitEvidence({ ...step, target, from: 0, to: step.from, changes: [] });
  // Its answer was lost, and the command is repeated: what has been done since stays.
  await store.beginRebuild(step.partition, target, step.projectionVersion);
  for (const _try of ['first', 'repeated']) expect(await store.commitEvidence({ ...step, target })).toBe('committed');
  expect(await store.finishRebuild(step.partition, target)).toBe('behind');
  expect(await store.commitEvidence({ ...step, target: 'live', changes: [] })).toBe('committed');
  for (const _try of ['first', 'repeated']) expect(await store.finishRebuild(step.partition, target)).toBe('finished');
  await store.discardEvidence(3);
}

/** The competency port's contract: every adapter must pass it, and answer like the model. */
export function competencyStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`competency store: ${name}`, () => {
    let under: StoreUnderTest;
    let store: CompetencyStore;
    beforeEach(async () => {
      under = await open();
      store = under.store;
    });
    afterEach(() => under.close());

    const step = (from: number, to: number, given: readonly EvidenceChange[], target: 'live' | RebuildId = 'live') =>
      store.commitEvidence({ partition: 0, target, from, to, changes: given, projectionVersion });

    test('starts empty, at position 0, without a projectionVersion', async () => {
      expect(await store.findProjectionState(0)).toEqual({ position: 0 });
      expect(await about(store, nord, aylin)).toEqual([]);
    });

    test('keeps every part of a row, given or absent, as it was', async () => {
      const whole = evidence({
        statement: 's2',
        position: 2,
        timestamp: '2026-03-02T08:00:00.000Z',
        activityName: { de: 'Gespräch', 'en-GB': 'Talk' },
        registration: '6f1f0c8e-0000-4000-8000-000000000001',
        scaled: 1 / 3,
        success: false,
        course: 'https://lotse.example/courses/a/b',
      });
      await step(0, 2, [add(), { kind: 'add', evidence: whole }]);
      expect(await about(store, nord, aylin)).toEqual([evidence(), whole]);
    });

    test('moves the cursor with the rows and remembers the projectionVersion', async () => {
      expect(await step(0, 4, [add()])).toBe('committed');
      expect(await store.findProjectionState(0)).toEqual({ position: 4, projectionVersion });
    });

    test('refuses a step that does not begin at the cursor, and changes nothing', async () => {
      await step(0, 4, [add()]);
      expect(await step(0, 9, [add({ statement: 's9', position: 9 })])).toBe('stale');
      expect(await step(3, 9, [{ kind: 'erase', organisation: nord, statement: 's1' }])).toBe('stale');
      expect(await store.findProjectionState(0)).toEqual({ position: 4, projectionVersion });
      expect(await about(store, nord, aylin)).toEqual([evidence()]);
    });

    test('lets one of several concurrent steps win', async () => {
      const outcomes = await Promise.all(
        ['a', 'b', 'c'].map((statement, index) => step(0, index + 1, [add({ statement, position: index + 1 })])),
      );
      expect(outcomes.filter((each) => each === 'committed')).toHaveLength(1);
      expect(await about(store, nord, aylin)).toHaveLength(1);
    });

    test('a step that is taken again is committed, and changes nothing', async () => {
      await step(0, 4, [add()]);
      expect(await step(0, 4, [add()])).toBe('committed');
      await step(4, 5, [{ kind: 'erase', organisation: nord, statement: 's1' }]);
      expect(await step(0, 4, [add()])).toBe('stale');
      expect(await about(store, nord, aylin)).toEqual([]);
    });

    test('tells of many people at once, each in order, and of none that has nothing', async () => {
      await step(0, 3, [add({ position: 2 }), add({ position: 1 }), add({ actor: jonas, position: 3 })]);
      const many = Array.from({ length: 400 }, (_, index) => `nobody ${index}` as unknown as AgentKey);
      expect(await store.listEvidence(nord, [jonas, ...many, aylin, aylin])).toEqual(
        new Map([
          [jonas, [evidence({ actor: jonas, position: 3 })]],
          [aylin, [evidence({ position: 1 }), evidence({ position: 2 })]],
        ]),
      );
      expect(await store.listEvidence(nord, [])).toEqual(new Map());
    });

    test('answers by organisation and actor alone', async () => {
      await step(0, 3, [add(), add({ organisation: sued, position: 2 }), add({ actor: jonas, position: 3 })]);
      expect(await about(store, nord, aylin)).toEqual([evidence()]);
      expect(await about(store, sued, aylin)).toEqual([evidence({ organisation: sued, position: 2 })]);
      expect(await about(store, sued, jonas)).toEqual([]);
    });

    test('orders by timestamp, then position, framework and code', async () => {
      const early = '2025-01-01T00:00:00.000Z';
      await step(0, 3, [
        add({ position: 1 }),
        add({ position: 3, code: 'E1', timestamp: early }),
        add({ position: 3, code: 'A1', timestamp: early }),
        add({ position: 2, timestamp: early }),
      ]);
      expect((await about(store, nord, aylin)).map(({ position, code }) => `${position}${code}`)).toEqual([
        '2D1',
        '3A1',
        '3E1',
        '1D1',
      ]);
    });

    test('a void removes what is there, in its organisation alone', async () => {
      await step(0, 2, [add(), add({ code: 'D2' }), add({ organisation: sued, position: 2 })]);
      await step(2, 3, [{ kind: 'void', organisation: nord, statement: 's1' }]);
      expect(await about(store, nord, aylin)).toEqual([]);
      expect(await about(store, sued, aylin)).toHaveLength(1);
    });

    test('a void that comes first refuses its target, in the same step and later', async () => {
      await step(0, 2, [{ kind: 'void', organisation: nord, statement: 's1' }, add({ position: 2 })]);
      await step(2, 3, [add({ position: 3 })]);
      expect(await about(store, nord, aylin)).toEqual([]);
    });

    test('an erasure removes what is there; the same id sent again counts again', async () => {
      await step(0, 3, [add(), { kind: 'erase', organisation: nord, statement: 's1' }, add({ position: 3 })]);
      expect(await about(store, nord, aylin)).toEqual([evidence({ position: 3 })]);
      await step(3, 4, [{ kind: 'erase', organisation: nord, statement: 's1' }]);
      expect(await about(store, nord, aylin)).toEqual([]);
    });

    test('partitions have cursors of their own', async () => {
      await step(0, 7, []);
      expect(
        await store.commitEvidence({
          partition: 1,
          target: 'live',
          from: 0,
          to: 2,
          changes: [add({ organisation: sued, position: 2 })],
          projectionVersion,
        }),
      ).toBe('committed');
      expect((await store.findProjectionState(0)).position).toBe(7);
      expect((await store.findProjectionState(1)).position).toBe(2);
      expect(await about(store, sued, aylin)).toHaveLength(1);
    });

    test('a rebuild is out of sight until it is finished, and then replaces everything at once', async () => {
      await step(0, 2, [add({ position: 1 }), { kind: 'void', organisation: nord, statement: 'never' }]);
      const rebuild = newUuid();
      await store.beginRebuild(0, rebuild, 'second');
      await store.commitEvidence({
        partition: 0,
        target: rebuild,
        from: 0,
        to: 2,
        changes: [add({ position: 2, statement: 'rebuilt' })],
        projectionVersion: 'second',
      });
      expect((await about(store, nord, aylin)).map((each) => each.statement)).toEqual(['s1']);
      expect(await store.findProjectionState(0)).toEqual({ position: 2, projectionVersion });
      expect(await store.finishRebuild(0, rebuild)).toBe('finished');
      expect((await about(store, nord, aylin)).map((each) => each.statement)).toEqual(['rebuilt']);
      expect(await store.findProjectionState(0)).toEqual({ position: 2, projectionVersion: 'second' });
      while (await store.discardEvidence(1)) {
        /* one row at a time */
      }
      await step(2, 3, [add({ position: 3, statement: 'never' })]);
      expect((await about(store, nord, aylin)).map((each) => each.statement).sort()).toEqual(['never', 'rebuilt']);
    });

    test('a rebuild that stands elsewhere than the live evidence cannot finish', async () => {
      await step(0, 2, [add()]);
      const rebuild = newUuid();
      await store.beginRebuild(0, rebuild, projectionVersion);
      expect(await store.finishRebuild(0, rebuild)).toBe('behind');
      await step(0, 2, [add()], rebuild);
      await step(2, 3, []);
      expect(await store.finishRebuild(0, rebuild)).toBe('behind');
      await step(2, 3, [], rebuild);
      expect(await store.finishRebuild(0, rebuild)).toBe('finished');
      expect(await store.finishRebuild(0, rebuild)).toBe('finished');
    });

    test('a second rebuild abandons the first', async () => {
      const first = newUuid();
      await store.beginRebuild(0, first, projectionVersion);
      await step(0, 1, [add({ statement: 'first' })], first);
      const second = newUuid();
      await store.beginRebuild(0, second, projectionVersion);
      expect(await step(1, 2, [], first)).toBe('stale');
      expect(await step(0, 1, [], first)).toBe('stale');
      expect(await store.finishRebuild(0, first)).toBe('abandoned');
      expect(await store.finishRebuild(0, second)).toBe('finished');
      expect(await about(store, nord, aylin)).toEqual([]);
    });

    test('answers like the model after random changes, with rebuilds and discards in between', async () => {
      const model = modelCompetencyStore();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ changes, rebuilt: fc.boolean() }), { minLength: 1, maxLength: 6 }),
          async (steps) => {
            run += 1;
            let position = 0;
            for (const { changes: drawn, rebuilt } of steps) {
              const from = position;
              const given = drawn.map((change) => placed(change, run, () => (position += 1)));
              position += 1;
              for (const each of [store, model])
                await advance(each, { partition: run, from, to: position, changes: given, projectionVersion }, rebuilt);
              for (const organisation of [nord, sued]) {
                const asked = [ofRun(organisation, run), [aylin, jonas, aylin]] as const;
                expect(await store.listEvidence(...asked)).toEqual(await model.listEvidence(...asked));
              }
              expect(await store.findProjectionState(run)).toEqual(await model.findProjectionState(run));
            }
          },
        ),
        { numRuns: 60 },
      );
    }, 60_000);
  });
}
