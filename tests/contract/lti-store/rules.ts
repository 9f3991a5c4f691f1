import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newUuid } from '../../../base/index.js';
import {
  type DeploymentVerdict,
  type GradeScore,
  type LaunchTrace,
  type LtiStore,
  maxRequestedDeployments,
} from '../../../lti-tool/store/index.js';
import { column, eachOnFreshStore, instant, type LtiStoreFactory, nord, platform, score } from './factory.js';

const minute = fc.integer({ min: 0, max: 9 });

const progress = fc.constantFrom(
  { activityProgress: 'Completed', gradingProgress: 'FullyGraded' } as const,
  { activityProgress: 'InProgress', gradingProgress: 'NotReady' } as const,
  { activityProgress: 'Completed', gradingProgress: 'NotReady' } as const,
);

/** How much a score says, as one number. */
function worth({ gradingProgress, activityProgress, scoreGiven, scoreMaximum }: GradeScore): number {
  if (gradingProgress === 'FullyGraded') return 2 + scoreGiven / scoreMaximum;
  return activityProgress === 'Completed' ? 1 : 0;
}

/** The rules of the LTI port as properties: told without the functions by which stores decide. */
export function ruleContract(open: LtiStoreFactory): void {
  describe('rules', () => {
    let store: LtiStore;
    let round = 0;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    test('a cell holds the first of the scores that say most, and its revision counts how often more was said', async () => {
      const scores = fc.array(
        fc.record({ given: fc.integer({ min: 0, max: 6 }), maximum: fc.constantFrom(6, 12), progress }),
        { minLength: 1, maxLength: 8 },
      );
      await fc.assert(
        fc.asyncProperty(scores, fc.nat({ max: 7 }), async (drawn, cut) => {
          const subject = `s${round++}`;
          const all = drawn.map(({ given, maximum, progress: progresses }, index) =>
            score({
              id: newUuid(),
              subject,
              statement: `st${index}`,
              scoreGiven: given,
              scoreMaximum: maximum,
              ...progresses,
            }),
          );
          for (const some of [all.slice(0, cut), all.slice(cut)]) {
            const from = await store.grades.findGradeCursor(0);
            await store.grades.takeGrades({
              partition: 0,
              from,
              to: from + 1,
              scores: some,
              withdrawn: [],
              now: instant(0),
            });
          }
          const most = Math.max(...all.map(worth));
          const records = all.filter((each, index) => all.slice(0, index).every((other) => worth(other) < worth(each)));
          const held = await store.grades.findGrade(nord, score({ subject }));
          expect(held).toMatchObject({
            statement: all.find((each) => worth(each) === most)!.statement,
            id: all[0]!.id,
          });
          expect(held!.revision).toBe(records.length);
        }),
        { numRuns: 60 },
      );
    });

    test('a deployment stands in one list at most, ten wait at most, and what was accepted stays accepted', async () => {
      const steps = fc.array(
        fc.record({
          deploymentId: fc.integer({ min: 0, max: 13 }).map(String),
          act: fc.constantFrom<'meet' | DeploymentVerdict>('meet', 'meet', 'meet', 'accept', 'decline'),
          minute,
        }),
        { maxLength: 30 },
      );
      await fc.assert(
        fc.asyncProperty(steps, async (drawn) => {
          const id = `p${round++}`;
          await store.platforms.addPlatform(
            platform({ id, clientId: id, deploymentIds: [], firstDeploymentUntil: instant(5) }),
          );
          const isOpen = drawn.find(({ act }) => act === 'meet');
          let accepted: readonly string[] = [];
          for (const { deploymentId, act, minute: at } of drawn) {
            const answer =
              act === 'meet'
                ? await store.platforms.meetDeployment(nord, id, deploymentId, instant(at))
                : await store.platforms.decideDeployment(nord, id, { id: newUuid(), deploymentId, verdict: act });
            const { deploymentIds, requestedDeploymentIds = [] } = (await store.platforms.findPlatform(nord, id))!;
            const both = [...deploymentIds, ...requestedDeploymentIds];
            expect(new Set(both).size).toBe(both.length);
            expect(requestedDeploymentIds.length).toBeLessThanOrEqual(maxRequestedDeployments);
            expect(deploymentIds.slice(0, accepted.length)).toEqual(accepted);
            expect(deploymentIds.length - accepted.length).toBeLessThanOrEqual(1);
            if (act === 'meet') expect(answer === 'accepted').toBe(deploymentIds.includes(deploymentId));
            if (act === 'accept') expect(answer === true).toBe(deploymentIds.length > accepted.length);
            accepted = deploymentIds;
          }
          if (isOpen !== undefined && drawn[0] === isOpen && isOpen.minute < 5)
            expect(accepted[0]).toBe(isOpen.deploymentId);
        }),
        { numRuns: 40 },
      );
    });

    test('one key follows another: an end is never put off, and the newest has none', async () => {
      const ends = fc.array(fc.option(minute, { nil: undefined }), { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(ends, async (drawn) => {
          const organisation = `o${round++}` as typeof nord;
          let after: string | undefined;
          for (const [index, until] of drawn.entries()) {
            const kid = newUuid();
            const key = { kid, organisation, sealed: 'x', created: instant(index), signsFrom: instant(index) };
            const before = await store.signingKeys.listSigningKeys(organisation);
            const succession = { after, ...(until === undefined ? {} : { othersUntil: instant(until) }) };
            expect(await store.signingKeys.addSigningKey(key, succession)).toBe(true);
            const then = await store.signingKeys.listSigningKeys(organisation);
            expect(then.at(-1)).toEqual(key);
            expect(then.slice(0, -1).map(({ publishedUntil = '9' }) => publishedUntil)).toEqual(
              before.map(({ publishedUntil = '9' }) =>
                until === undefined || publishedUntil < instant(until) ? publishedUntil : instant(until),
              ),
            );
            after = kid;
          }
        }),
        { numRuns: 40 },
      );
    });

    test("a column's URL is the last one that was named, or what was found while nobody named another", async () => {
      const url = fc.option(
        fc.integer({ min: 0, max: 3 }).map((number) => `https://lms.example/items/${number}`),
        { nil: undefined },
      );
      const steps = fc.array(
        fc.record({ act: fc.constantFrom('name' as const, 'look' as const), url, meanwhile: url }),
        {
          maxLength: 12,
        },
      );
      const named = (link: string, cell: string, at: string | undefined) =>
        column({ resourceLinkId: link, queueKey: cell, ...(at === undefined ? {} : { url: at }) });
      await fc.assert(
        fc.asyncProperty(steps, async (drawn) => {
          const resourceLinkId = `l${round++}`;
          const link = column({ resourceLinkId });
          let [known, cell]: [string | undefined, string] = [undefined, 'first'];
          await store.columns.recordColumn(nord, named(resourceLinkId, cell, undefined));
          const name = async (at: string | undefined): Promise<void> => {
            const given = newUuid();
            if (at !== undefined) [known, cell] = [at, given];
            expect(await store.columns.recordColumn(nord, named(resourceLinkId, given, at))).toBe(cell);
          };
          for (const { act, url: at, meanwhile } of drawn) {
            if (act === 'name') {
              await name(at);
            } else {
              const lease = { id: newUuid(), until: instant(2) };
              const before = known;
              expect(await store.columns.claimColumn(nord, link, { lease, now: instant(1) })).toBe(true);
              await name(meanwhile);
              if (known === before) known = at;
              expect(await store.columns.settleColumn(nord, link, lease.id, { before, found: at })).toBe(true);
            }
            expect(await store.columns.findColumn(nord, link)).toEqual(named(resourceLinkId, cell, known));
          }
        }),
        { numRuns: 40 },
      );
    });

    test('a launch trace is the same in whatever order it is told', async () => {
      const instants = fc.option(minute.map(instant), { nil: undefined });
      const seen = fc
        .record({ begun: instants, arrived: instants, confirmed: instants, refused: instants })
        .map(({ refused, ...rest }): LaunchTrace => {
          const given = { ...rest, refused: refused && { at: refused, error: 'access_denied' } };
          return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        });
      await fc.assert(
        fc.asyncProperty(fc.array(seen, { minLength: 1, maxLength: 5 }), async (drawn) => {
          const [one, other] = [`p${round++}`, `p${round++}`];
          for (const each of drawn) await store.traces.recordLaunchTrace(nord, one, each);
          for (const each of drawn.toReversed()) await store.traces.recordLaunchTrace(nord, other, each);
          const traces = await store.traces.listLaunchTraces(nord);
          expect(traces.get(one)).toEqual(traces.get(other));
          const latest = (kind: 'begun' | 'arrived' | 'confirmed'): string | undefined =>
            drawn
              .map((each) => each[kind] ?? '')
              .sort()
              .at(-1) || undefined;
          expect(traces.get(one)?.begun).toBe(latest('begun'));
          expect(traces.get(one)?.confirmed).toBe(latest('confirmed'));
        }),
        { numRuns: 40 },
      );
    });
  });
}
