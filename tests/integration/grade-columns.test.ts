import { describe, expect, test } from '@jest/globals';
import { createLogger, LotseError, systemClock } from '../../base/index.js';
import { organisationId } from '../../lrs/store/index.js';
import { createColumns, noteColumn } from '../../lti-tool/grades/index.js';
import type { Grade, Placement, Platform } from '../../lti-tool/store/index.js';
import { modelLtiStore } from '../support/model/lti/lti-store.js';

const nord = organisationId('nordwerk')!;
const link = { platform: 'p1', deploymentId: 'd1', resourceLinkId: 'l1' };
const container = 'https://lms.example/items';
const [made, named] = [`${container}/1`, `${container}/2`];
const placement: Placement = {
  ...link,
  registration: 'r1',
  issuer: 'https://lms.example',
  subject: 'aylin',
  graded: true,
  launched: '2026-03-01T08:00:00.000Z',
  lineItems: { url: container, make: true },
};
const platform: Platform = {
  id: 'p1',
  organisation: nord,
  issuer: 'https://lms.example',
  clientId: 'c1',
  deploymentIds: ['d1'],
  authenticationEndpoint: 'https://lms.example/auth',
  tokenEndpoint: 'https://lms.example/token',
  jwksUri: 'https://lms.example/jwks',
  name: 'LMS',
  kind: 'generic',
  active: true,
  created: '2026-03-01T08:00:00.000Z',
};

/** The column of a link in the grade book, known from launches and from looking it up, at the same time. */
describe('a grade column that is noted while it is looked up', () => {
  /** A column whose look-up ends as the test wants it. */
  async function columnWith(lookUp: () => Promise<string>) {
    const store = modelLtiStore();
    const cell = (await noteColumn({ store }, nord, placement))!;
    const columns = createColumns({
      store,
      platforms: { lineItems: { find: lookUp, create: lookUp } },
      catalogue: { find: async () => undefined },
      attempts: { find: async () => undefined },
      clock: systemClock,
      logger: createLogger('silent'),
    });
    const grade: Grade = {
      id: 'g1',
      organisation: nord,
      platform: 'p1',
      deploymentId: 'd1',
      lineItem: cell,
      subject: 'aylin',
      registration: 'r1',
      statement: 's1',
      scoreGiven: 80,
      scoreMaximum: 100,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      timestamp: placement.launched,
      state: 'waiting',
      revision: 1,
      attempts: 0,
      nextTry: placement.launched,
    };
    return {
      store,
      cell,
      locate: () => columns.locate(platform, grade, placement, undefined, new AbortController().signal),
      known: async () => (await store.columns.findColumn(nord, link))?.url,
    };
  }

  test('what was found is not taken away by a statement of the same moment, and its scores queue where they did', async () => {
    const { store, cell, locate, known } = await columnWith(async () => made);
    expect(await locate()).toBe(made);
    await store.columns.claimColumn(nord, link, {
      lease: { id: 'mine', until: '2026-03-01T08:01:00.000Z' },
      now: '2026-03-01T08:00:00.000Z',
    });
    const [noted] = await Promise.all([
      noteColumn({ store }, nord, placement),
      store.columns.settleColumn(nord, link, 'mine', { before: made, found: named }),
    ]);
    expect([noted, await known()]).toEqual([cell, named]);
  });

  test.each([
    ['fails', undefined],
    ['finds another', made],
  ])('what a launch names meanwhile stays where the look-up %s', async (_how, found) => {
    const { store, locate, known } = await columnWith(async () => {
      const { lineItems: _nowhere, ...direct } = placement;
      await noteColumn({ store }, nord, { ...direct, lineItem: named });
      if (found === undefined) throw new LotseError('platform-unreachable', 'No answer.');
      return found;
    });
    const outcome = await locate().catch((caught: unknown) => (caught as LotseError).code);
    expect([outcome, await known()]).toEqual([found ?? 'platform-unreachable', named]);
  });
});
