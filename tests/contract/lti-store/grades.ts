import { describe, expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import type { LtiStore } from '../../../lti-tool/store/index.js';
import { eachOnFreshStore, instant, type LtiStoreFactory, nord, platform, score, sued } from './factory.js';

/** What every adapter must do with the grade queue. */
export function gradeContract(open: LtiStoreFactory): void {
  describe('grades', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const take = async (...scores: ReturnType<typeof score>[]) => {
      const from = await store.grades.findGradeCursor(0);
      return store.grades.takeGrades({ partition: 0, from, to: from + 1, scores, withdrawn: [], now: instant(1) });
    };
    const claim = (minute: number, lease: string) =>
      store.grades.claimGrades({
        lease: { id: lease, until: instant(minute + 2) },
        limit: 10,
        now: instant(minute),
      });

    test('rows and cursor move together, and only from where the cursor is', async () => {
      expect(await store.grades.findGradeCursor(0)).toBe(0);
      expect(await take(score())).toBe(true);
      expect(
        await store.grades.takeGrades({
          partition: 0,
          from: 0,
          to: 9,
          scores: [score({ scoreGiven: 90 })],
          withdrawn: [],
          now: instant(1),
        }),
      ).toBe(false);
      expect(await store.grades.findGradeCursor(0)).toBe(1);
      expect((await store.grades.listGrades(nord)).map(({ scoreGiven }) => scoreGiven)).toEqual([60]);
      expect(await store.grades.findGradeCursor(1)).toBe(0);
    });

    test('a cell holds the best score; an equal or lesser one changes nothing', async () => {
      await take(score());
      await take(score({ id: 'g2', scoreGiven: 6, scoreMaximum: 10 }));
      await take(score({ id: 'g3', scoreGiven: 8, scoreMaximum: 10, registration: 'r2', statement: 'st2' }));
      await take(score({ id: 'g4', scoreGiven: 79 }));
      expect(await store.grades.listGrades(nord)).toEqual([
        {
          ...score({ scoreGiven: 8, scoreMaximum: 10, registration: 'r2', statement: 'st2' }),
          state: 'waiting',
          revision: 2,
          attempts: 0,
          nextTry: instant(1),
        },
      ]);
      expect(await store.grades.listGrades(sued)).toEqual([]);
    });

    test('a cell is found by platform, line item and subject, in its organisation alone', async () => {
      const { platform, lineItem, subject } = score();
      await take(score(), score({ id: 'g2', organisation: sued, scoreGiven: 70 }));
      expect(await store.grades.findGrade(nord, { platform, lineItem, subject })).toMatchObject({
        id: 'g1',
        scoreGiven: 60,
      });
      expect(await store.grades.findGrade(sued, { platform, lineItem, subject })).toMatchObject({
        id: 'g2',
        scoreGiven: 70,
      });
      for (const other of [{ platform: 'other' }, { lineItem: 'other' }, { subject: 'other' }]) {
        expect(await store.grades.findGrade(nord, { platform, lineItem, subject, ...other })).toBeUndefined();
      }
    });

    test('a grade says more than progress, whatever its points; progress says more only by completion', async () => {
      const under = { scoreGiven: 0, activityProgress: 'InProgress', gradingProgress: 'NotReady' } as const;
      await take(score({ ...under, statement: 'st1' }));
      await take(score({ ...under, statement: 'st2' }));
      expect(await store.grades.listGrades(nord)).toMatchObject([{ statement: 'st1', revision: 1 }]);
      await take(score({ ...under, activityProgress: 'Completed', statement: 'st3' }));
      expect(await store.grades.listGrades(nord)).toMatchObject([{ statement: 'st3', revision: 2 }]);
      await take(score({ scoreGiven: 0, statement: 'st4' }));
      await take(score({ ...under, activityProgress: 'Completed', statement: 'st5' }));
      expect(await store.grades.listGrades(nord)).toMatchObject([
        { statement: 'st4', revision: 3, gradingProgress: 'FullyGraded' },
      ]);
    });

    test('what the LMS declines is neither waiting nor failed, and can be replayed', async () => {
      await take(score());
      await claim(2, 'a');
      await store.grades.settleGrade(nord, 'g1', 'a', 1, { kind: 'declined', error: 'a trainer' });
      expect(await store.grades.listGrades(nord)).toMatchObject([{ state: 'declined', lastError: 'a trainer' }]);
      expect(await store.grades.countQueuedGrades()).toEqual({ waiting: 0, failed: 0 });
      expect(await store.grades.findNextDueGrade()).toBeUndefined();
      expect(await store.grades.replayGrade(nord, 'g1', { id: newUuid(), now: instant(3) })).toBe(true);
      expect(await claim(3, 'b')).toHaveLength(1);
    });

    test('nobody gets a row that is claimed, until its lease runs out', async () => {
      await take(score(), score({ id: 'g2', subject: 'jonas' }));
      const [first, second] = await Promise.all([claim(2, 'a'), claim(2, 'b')]);
      expect([...first, ...second].map(({ id }) => id).sort()).toEqual(['g1', 'g2']);
      expect(await claim(3, 'c')).toEqual([]);
      expect(await store.grades.findNextDueGrade()).toBe(instant(4));
      expect((await claim(4, 'd')).map(({ id }) => id)).toEqual(['g1', 'g2']);
      expect(await store.grades.settleGrade(nord, 'g1', 'a', 1, { kind: 'sent', timestamp: instant(1) })).toBe(false);
      expect(await store.grades.settleGrade(sued, 'g1', 'd', 1, { kind: 'sent', timestamp: instant(1) })).toBe(false);
      expect(await store.grades.settleGrade(nord, 'g1', 'd', 1, { kind: 'sent', timestamp: instant(1) })).toBe(true);
    });

    test('a better score that comes while the first is being sent stays waiting', async () => {
      await take(score());
      await claim(2, 'a');
      await take(score({ id: 'g2', scoreGiven: 90, timestamp: instant(3) }));
      await store.grades.settleGrade(nord, 'g1', 'a', 1, { kind: 'sent', timestamp: instant(1) });
      expect(await claim(3, 'b')).toMatchObject([{ id: 'g1', scoreGiven: 90, revision: 2, lastTimestamp: instant(1) }]);
    });

    test('failing once waits; giving up stays to be seen and can be replayed', async () => {
      await take(score());
      await claim(2, 'a');
      await store.grades.settleGrade(nord, 'g1', 'a', 1, { kind: 'retry', nextTry: instant(5), error: 'later' });
      expect(await claim(4, 'b')).toEqual([]);
      expect(await claim(5, 'c')).toMatchObject([{ attempts: 1, lastError: 'later' }]);
      await store.grades.settleGrade(nord, 'g1', 'c', 1, { kind: 'failed', error: 'no' });
      expect(await store.grades.findNextDueGrade()).toBeUndefined();
      expect(await store.grades.listGrades(nord)).toMatchObject([{ state: 'failed', attempts: 2, lastError: 'no' }]);
      expect(await store.grades.countQueuedGrades()).toEqual({ waiting: 0, failed: 1 });
      expect(await store.grades.replayGrade(sued, 'g1', { id: newUuid(), now: instant(6) })).toBe(false);
      expect(await store.grades.replayGrade(nord, 'g1', { id: newUuid(), now: instant(6) })).toBe(true);
      expect(await claim(6, 'd')).toMatchObject([{ attempts: 0 }]);
    });

    test('the queue can be paged and counted by state and platform, and everything that failed be sent again', async () => {
      await take(
        ...[1, 2, 3, 4].map((number) =>
          score({
            id: `g${number}`,
            subject: `s${number}`,
            platform: number === 4 ? 'other' : 'p1',
            timestamp: instant(number === 2 ? 1 : number),
          }),
        ),
        score({ id: 'foreign', organisation: sued }),
      );
      for (const { id, organisation, revision } of await claim(2, 'a')) {
        if (id !== 'g2')
          await store.grades.settleGrade(organisation, id, 'a', revision, { kind: 'failed', error: 'no' });
      }
      const ids = async (request: Partial<Parameters<typeof store.grades.listGradePage>[1]>): Promise<string[]> =>
        (await store.grades.listGradePage(nord, { limit: 10, ...request })).map(({ id }) => id);
      expect(await ids({})).toEqual(['g4', 'g3', 'g2', 'g1']);
      expect(await ids({ limit: 2, after: { timestamp: instant(3), id: 'g3' } })).toEqual(['g2', 'g1']);
      expect(await ids({ after: { timestamp: instant(1), id: 'g2' } })).toEqual(['g1']);
      expect(await ids({ states: ['failed'], platform: 'p1' })).toEqual(['g3', 'g1']);
      expect(await ids({ states: [] })).toEqual([]);
      expect(await store.grades.countGrades(nord)).toEqual({ waiting: 1, sent: 0, failed: 3, declined: 0 });
      expect(await store.grades.replayFailedGrades(nord, 'other', { id: newUuid(), now: instant(5) })).toBe(1);
      expect(await ids({ states: ['waiting'] })).toEqual(['g4', 'g2']);
      expect(await store.grades.replayFailedGrades(nord, undefined, { id: newUuid(), now: instant(5) })).toBe(2);
      expect(await store.grades.replayFailedGrades(nord, undefined, { id: newUuid(), now: instant(5) })).toBe(0);
      expect(await store.grades.countGrades(nord)).toEqual({ waiting: 4, sent: 0, failed: 0, declined: 0 });
      expect(await store.grades.countGrades(sued)).toEqual({ waiting: 0, sent: 0, failed: 1, declined: 0 });
      expect((await claim(6, 'b')).map(({ id, attempts }) => [id, attempts])).toEqual(
        expect.arrayContaining([
          ['g1', 0],
          ['g3', 0],
          ['g4', 0],
        ]),
      );
    });

    test('a withdrawn statement takes its waiting score along, not one that was sent', async () => {
      await take(score(), score({ id: 'g2', subject: 'jonas', statement: 'st2' }));
      const claimed = await claim(2, 'a');
      await store.grades.settleGrade(nord, 'g2', 'a', claimed[1]!.revision, { kind: 'sent', timestamp: instant(1) });
      const withdrawn = [
        { organisation: nord, statement: 'st1' },
        { organisation: nord, statement: 'st2' },
      ];
      await store.grades.takeGrades({ partition: 0, from: 1, to: 2, scores: [], withdrawn, now: instant(3) });
      expect((await store.grades.listGrades(nord)).map(({ id }) => id)).toEqual(['g2']);
    });

    test('rows of a platform that is switched off wait untouched, and go on when it is on again', async () => {
      await store.platforms.addPlatform(platform());
      await store.platforms.addPlatform(platform({ id: 'p2', clientId: 'c2' }));
      await take(score(), score({ id: 'g2', platform: 'p2', lineItem: 'x' }), score({ id: 'g3', organisation: sued }));
      await store.platforms.changePlatform(nord, 'p1', { active: false });
      expect((await claim(5, 'a')).map(({ id }) => id).sort()).toEqual(['g2', 'g3']);
      for (const [organisation, id] of [
        [nord, 'g2'],
        [sued, 'g3'],
      ] as const)
        await store.grades.settleGrade(organisation, id, 'a', 1, { kind: 'sent', timestamp: instant(5) });
      expect(await store.grades.findNextDueGrade()).toBeUndefined();
      expect(await store.grades.countQueuedGrades()).toEqual({ waiting: 1, failed: 0 });
      await store.platforms.changePlatform(nord, 'p1', { active: true });
      expect(await store.grades.findNextDueGrade()).toBe(instant(1));
      expect(await claim(6, 'b')).toMatchObject([{ id: 'g1', attempts: 0 }]);
    });

    test('a claim that is released leaves the row as it was, due at once', async () => {
      await take(score());
      const [before] = await store.grades.listGrades(nord);
      await claim(2, 'a');
      expect(await store.grades.settleGrade(nord, 'g1', 'another', 1, { kind: 'released' })).toBe(false);
      expect(await store.grades.settleGrade(nord, 'g1', 'a', 1, { kind: 'released' })).toBe(true);
      expect(await store.grades.listGrades(nord)).toEqual([before]);
      expect(await claim(2, 'b')).toHaveLength(1);
    });

    test('a stretch that is taken in a second time changes nothing, also once the cursor has moved on', async () => {
      const stretch = { partition: 0, from: 0, to: 2, withdrawn: [], now: instant(1) };
      const first = { ...stretch, scores: [score()] };
      expect(await store.grades.takeGrades(first)).toBe(true);
      expect(await store.grades.takeGrades(first)).toBe(true);
      await store.grades.takeGrades({
        ...stretch,
        from: 2,
        to: 5,
        scores: [],
        withdrawn: [{ organisation: nord, statement: 'st1' }],
      });
      expect(await store.grades.takeGrades(first)).toBe(true);
      expect(await store.grades.listGrades(nord)).toEqual([]);
      expect(await store.grades.findGradeCursor(0)).toBe(5);
      for (const [from, to] of [
        [4, 6],
        [6, 7],
      ] as const)
        expect(await store.grades.takeGrades({ ...first, from, to })).toBe(false);
    });

    test('a claim that is repeated gets what it holds and no more, and settling is done once', async () => {
      await take(score(), score({ id: 'g2', subject: 'jonas' }));
      const asked = { lease: { id: 'a', until: instant(4) }, limit: 1, now: instant(2) };
      const claimed = await store.grades.claimGrades(asked);
      expect(claimed).toMatchObject([{ id: 'g1', lease: 'a' }]);
      expect(await store.grades.claimGrades(asked)).toEqual(claimed);
      const failed = { kind: 'failed', error: 'no' } as const;
      expect(await store.grades.settleGrade(nord, 'g1', 'a', 1, failed)).toBe(true);
      const settled = await store.grades.listGrades(nord);
      expect(await store.grades.settleGrade(nord, 'g1', 'a', 1, failed)).toBe(true);
      expect(await store.grades.listGrades(nord)).toEqual(settled);
    });

    test('a replay that is repeated reaches nobody twice, however the row has ended since', async () => {
      const fail = async (lease: string, minute: number): Promise<void> => {
        for (const { id } of await claim(minute, lease))
          await store.grades.settleGrade(nord, id, lease, 1, { kind: 'failed', error: 'no' });
      };
      await take(score(), score({ id: 'g2', subject: 'jonas' }));
      await fail('a', 2);
      const one = { id: 'one', now: instant(3) };
      expect(await store.grades.replayGrade(nord, 'g1', one)).toBe(true);
      await fail('b', 3);
      expect(await store.grades.replayGrade(nord, 'g1', one)).toBe(true);
      expect(await store.grades.countGrades(nord)).toMatchObject({ waiting: 0, failed: 2 });
      const all = { id: 'all', now: instant(5) };
      expect(await store.grades.replayFailedGrades(nord, undefined, all)).toBe(2);
      await fail('c', 5);
      expect(await store.grades.replayFailedGrades(nord, undefined, all)).toBe(2);
      expect(await store.grades.countGrades(nord)).toMatchObject({ waiting: 0, failed: 2 });
    });

    test('what a clock that was wrong has put off is due, and what it has claimed is free', async () => {
      const year = 366 * 24 * 60;
      await take(score());
      await claim(year, 'ahead');
      expect((await claim(2, 'a')).map(({ id }) => id)).toEqual(['g1']);
      await store.grades.settleGrade(nord, 'g1', 'a', 1, { kind: 'retry', nextTry: instant(year), error: 'later' });
      expect((await claim(4, 'b')).map(({ id }) => id)).toEqual(['g1']);
      await store.grades.settleGrade(nord, 'g1', 'b', 1, { kind: 'retry', nextTry: instant(6 * 60), error: 'later' });
      expect(await claim(5, 'c')).toEqual([]);
    });
  });
}
