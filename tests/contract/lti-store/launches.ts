import { describe, expect, test } from '@jest/globals';
import type { LtiStore } from '../../../lti-tool/store/index.js';
import { eachOnFreshStore, instant, login, type LtiStoreFactory, nord, placement, sued } from './factory.js';

/** What every adapter must do with what launches leave: logins, traces, placements. */
export function launchContract(open: LtiStoreFactory): void {
  describe('logins', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    test('one of many takes a login out; the others get nothing', async () => {
      await store.logins.beginLogin(login(), instant(0));
      expect(await store.logins.findLogin('s1', instant(1))).toEqual(login());
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.logins.consumeLogin('s1', `c${index}`, instant(1))),
      );
      expect(answers.filter((answer) => answer)).toHaveLength(1);
      expect(await store.logins.findLogin('s1', instant(1))).toBeUndefined();
    });

    test('whoever has a login has it again, until it expires; what it said is gone', async () => {
      await store.logins.beginLogin(login(), instant(0));
      expect(await store.logins.consumeLogin('s1', 'ours', instant(1))).toBe(true);
      await store.logins.beginLogin(login(), instant(1));
      expect(await store.logins.findLogin('s1', instant(1))).toBeUndefined();
      expect(await store.logins.consumeLogin('s1', 'ours', instant(9))).toBe(true);
      expect(await store.logins.consumeLogin('s1', 'theirs', instant(9))).toBe(false);
      expect(await store.logins.consumeLogin('s1', 'ours', instant(10))).toBe(false);
      expect(await store.logins.consumeLogin('s2', 'ours', instant(1))).toBe(false);
    });

    test('an expired login serves nobody', async () => {
      await store.logins.beginLogin(login(), instant(0));
      expect(await store.logins.findLogin('s1', instant(10))).toBeUndefined();
      expect(await store.logins.consumeLogin('s1', 'c1', instant(10))).toBe(false);
    });

    test('beginning one forgets those that have expired, and no other', async () => {
      await store.logins.beginLogin(login(), instant(0));
      await store.logins.beginLogin(login({ stateHash: 's2', expires: instant(20) }), instant(0));
      await store.logins.beginLogin(login({ stateHash: 's3', expires: instant(30) }), instant(15));
      expect(await store.logins.consumeLogin('s2', 'c1', instant(16))).toBe(true);
      expect(await store.logins.findLogin('s1', instant(1))).toBeUndefined();
    });
  });

  describe('launch traces', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    test('keep the latest instant of each kind, in whatever order it is told', async () => {
      expect(await store.traces.listLaunchTraces(nord)).toEqual(new Map());
      await store.traces.recordLaunchTrace(nord, 'p1', {
        begun: instant(5),
        refused: { at: instant(6), error: 'access_denied' },
      });
      await store.traces.recordLaunchTrace(nord, 'p1', {
        begun: instant(3),
        arrived: instant(4),
        refused: { at: instant(2), error: 'invalid_scope' },
      });
      await store.traces.recordLaunchTrace(nord, 'p2', { confirmed: instant(1) });
      await store.traces.recordLaunchTrace(nord, 'p1', {});
      expect(await store.traces.listLaunchTraces(nord)).toEqual(
        new Map([
          ['p1', { begun: instant(5), arrived: instant(4), refused: { at: instant(6), error: 'access_denied' } }],
          ['p2', { confirmed: instant(1) }],
        ]),
      );
      await store.traces.recordLaunchTrace(nord, 'p1', {
        begun: instant(7),
        arrived: instant(8),
        confirmed: instant(8),
        refused: { at: instant(9), error: 'invalid_request' },
      });
      expect((await store.traces.listLaunchTraces(nord)).get('p1')).toEqual({
        begun: instant(7),
        arrived: instant(8),
        confirmed: instant(8),
        refused: { at: instant(9), error: 'invalid_request' },
      });
    });

    test('belong to their organisation alone', async () => {
      await store.traces.recordLaunchTrace(nord, 'p1', { begun: instant(1) });
      await store.traces.recordLaunchTrace(sued, 'p1', { begun: instant(2) });
      expect((await store.traces.listLaunchTraces(nord)).get('p1')).toEqual({ begun: instant(1) });
      expect((await store.traces.listLaunchTraces(sued)).get('p1')).toEqual({ begun: instant(2) });
    });
  });

  describe('placements', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    test('the last launch of an attempt counts, and organisations do not mix', async () => {
      await store.placements.recordPlacement(
        nord,
        placement({ lineItem: 'https://lms.example/1', contextId: 'course', resourceLinkId: 'link' }),
      );
      await store.placements.recordPlacement(nord, placement({ launched: instant(1) }));
      expect(await store.placements.findPlacement(nord, 'r1')).toEqual(placement({ launched: instant(1) }));
      expect(await store.placements.findPlacement(sued, 'r1')).toBeUndefined();
    });

    test('whom the grade book knows and where columns are listed is kept', async () => {
      const known = placement({
        gradeUser: 'aylin@lms.example',
        lineItems: { url: 'https://lms.example/items', make: false },
      });
      await store.placements.recordPlacement(nord, known);
      expect(await store.placements.findPlacement(nord, 'r1')).toEqual(known);
      await store.placements.recordPlacement(
        nord,
        placement({ lineItems: { url: 'https://lms.example/items', make: true }, path: true }),
      );
      expect(await store.placements.findPlacement(nord, 'r1')).toEqual(
        placement({ lineItems: { url: 'https://lms.example/items', make: true }, path: true }),
      );
      await store.placements.recordPlacement(nord, placement({ locale: 'en_us' }));
      expect(await store.placements.findPlacement(nord, 'r1')).toEqual(placement({ locale: 'en_us' }));
    });

    test('learners of a course, each once; trainers are none', async () => {
      await store.placements.recordPlacement(nord, placement({ registration: 'r1', contextId: 'course' }));
      await store.placements.recordPlacement(nord, placement({ registration: 'r2', contextId: 'course' }));
      await store.placements.recordPlacement(
        nord,
        placement({ registration: 'r3', contextId: 'course', subject: 'a-first' }),
      );
      await store.placements.recordPlacement(
        nord,
        placement({ registration: 'r4', contextId: 'course', subject: 'trainer', graded: false }),
      );
      await store.placements.recordPlacement(
        nord,
        placement({ registration: 'r5', contextId: 'other', subject: 'elsewhere' }),
      );
      await store.placements.recordPlacement(
        sued,
        placement({ registration: 'r6', contextId: 'course', subject: 'foreign' }),
      );
      expect((await store.placements.listLearners(nord, 'p1', 'course')).map(({ subject }) => subject)).toEqual([
        'a-first',
        'aylin',
      ]);
    });

    test('a resource link remembers its content', async () => {
      const link = { platform: 'p1', deploymentId: 'd1', resourceLinkId: 'l1' };
      await store.placements.linkContent(nord, link, 'd1-one');
      await store.placements.linkContent(nord, link, 'd1-two');
      expect(await store.placements.findLinkedContent(nord, link)).toBe('d1-two');
      expect(await store.placements.findLinkedContent(nord, { ...link, deploymentId: 'd2' })).toBeUndefined();
      expect(await store.placements.findLinkedContent(sued, link)).toBeUndefined();
    });
  });
}
