import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type {
  GradeColumn,
  GradeOutcome,
  GradeScore,
  Login,
  Placement,
  Platform,
  SigningKey,
  ToolStore,
} from '../../../lti-tool/store/index.js';
import { modelToolStore } from '../../support/model/tool.js';

/** A fresh, empty store and how to get rid of it. */
export interface StoreUnderTest {
  readonly store: ToolStore;
  readonly close: () => Promise<void>;
}

const nord = 'nordwerk' as OrganisationId;
const sued = 'suedwerk' as OrganisationId;
const instant = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString();

function platform(overrides: Partial<Platform> = {}): Platform {
  return {
    id: 'p1',
    organisation: nord,
    issuer: 'https://lms.example',
    clientId: 'c1',
    deploymentIds: ['d1'],
    authenticationEndpoint: 'https://lms.example/auth',
    tokenEndpoint: 'https://lms.example/token',
    jwksUri: 'https://lms.example/jwks',
    name: 'Moodle Nordwerk',
    kind: 'moodle',
    active: true,
    created: instant(0),
    ...overrides,
  };
}

function login(overrides: Partial<Login> = {}): Login {
  return {
    stateHash: 's1',
    nonce: 'n1',
    bindingHash: 'b1',
    organisation: nord,
    platform: 'p1',
    initiation: 'iss=x',
    expires: instant(10),
    ...overrides,
  };
}

function placement(overrides: Partial<Placement> = {}): Placement {
  return {
    registration: 'r1',
    platform: 'p1',
    deploymentId: 'd1',
    issuer: 'https://lms.example',
    subject: 'aylin',
    graded: true,
    launched: instant(0),
    ...overrides,
  };
}

function score(overrides: Partial<GradeScore & { id: string }> = {}): GradeScore & { id: string } {
  return {
    id: 'g1',
    organisation: nord,
    platform: 'p1',
    deploymentId: 'd1',
    lineItem: 'https://lms.example/items/1',
    subject: 'aylin',
    registration: 'r1',
    statement: 'st1',
    scoreGiven: 60,
    scoreMaximum: 100,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: instant(1),
    ...overrides,
  };
}

function column(overrides: Partial<GradeColumn> = {}): GradeColumn {
  return {
    platform: 'p1',
    deploymentId: 'd1',
    resourceLinkId: 'l1',
    cell: 'place:l1',
    container: 'https://lms.example/items',
    make: true,
    ...overrides,
  };
}

const progresses = [
  { activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
  { activityProgress: 'InProgress', gradingProgress: 'NotReady' },
  { activityProgress: 'Completed', gradingProgress: 'NotReady' },
] as const;

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('take' as const),
        behind: fc.boolean(),
        minute: fc.integer({ min: 0, max: 9 }),
        scores: fc.array(
          fc.record({
            organisation: fc.constantFrom(nord, sued),
            subject: fc.constantFrom('aylin', 'jonas'),
            given: fc.integer({ min: 0, max: 5 }),
            maximum: fc.constantFrom(5, 10),
            statement: fc.constantFrom('a', 'b', 'c'),
            progress: fc.constantFrom(...progresses),
          }),
          { maxLength: 3 },
        ),
        withdrawn: fc.array(
          fc.record({ organisation: fc.constantFrom(nord, sued), statement: fc.constantFrom('a', 'b', 'c') }),
          { maxLength: 1 },
        ),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('claim' as const),
        minute: fc.integer({ min: 0, max: 20 }),
        limit: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        which: fc.nat({ max: 5 }),
        stale: fc.boolean(),
        outcome: fc.oneof(
          fc.record({ kind: fc.constant('sent' as const), timestamp: fc.integer({ min: 0, max: 9 }).map(instant) }),
          fc.record({ kind: fc.constantFrom('failed' as const, 'declined' as const), error: fc.constant('no') }),
          fc.record({ kind: fc.constant('released' as const) }),
          fc.record({
            kind: fc.constant('retry' as const),
            error: fc.constant('later'),
            nextTry: fc.integer({ min: 0, max: 20 }).map(instant),
          }),
          fc.record({
            kind: fc.constant('retry' as const),
            error: fc.constant('conflict'),
            nextTry: fc.integer({ min: 0, max: 20 }).map(instant),
            notBefore: fc.integer({ min: 0, max: 9 }).map(instant),
          }),
        ) as fc.Arbitrary<GradeOutcome>,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('replay' as const),
        organisation: fc.constantFrom(nord, sued),
        which: fc.nat({ max: 3 }),
        minute: fc.integer({ min: 0, max: 20 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch' as const), active: fc.boolean() }) },
  ),
  { maxLength: 25 },
);
type Step = typeof steps extends fc.Arbitrary<readonly (infer S)[]> ? S : never;

/** Plays a history and writes down every answer. */
async function play(store: ToolStore, history: readonly Step[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  const claimed: { organisation: OrganisationId; id: string; lease: string; revision: number }[] = [];
  await store.platforms.add(platform());
  for (const [number, step] of history.entries()) {
    switch (step.kind) {
      case 'switch':
        answers.push(await store.platforms.change(nord, 'p1', { active: step.active }));
        break;
      case 'take': {
        const from = await store.grades.cursor(0);
        answers.push(
          await store.grades.take({
            partition: 0,
            from: step.behind ? from + 1 : from,
            to: from + 2,
            now: instant(step.minute),
            withdrawn: step.withdrawn,
            scores: step.scores.map(({ organisation, subject, given, maximum, statement, progress }, index) =>
              score({
                id: `${number}-${index}`,
                organisation,
                subject,
                scoreGiven: given,
                scoreMaximum: maximum,
                statement,
                registration: `r${number}`,
                ...progress,
              }),
            ),
          }),
        );
        break;
      }
      case 'claim': {
        const rows = await store.grades.claim({
          now: instant(step.minute),
          lease: `l${number}`,
          leaseUntil: instant(step.minute + 2),
          limit: step.limit,
        });
        claimed.push(...rows);
        answers.push(rows);
        break;
      }
      case 'settle': {
        const row = claimed[step.which % Math.max(1, claimed.length)];
        if (row !== undefined)
          answers.push(
            await store.grades.settle(
              row.organisation,
              row.id,
              step.stale ? 'another' : row.lease,
              row.revision,
              step.outcome,
            ),
          );
        break;
      }
      case 'replay': {
        if (step.which === 3)
          answers.push(await store.grades.replayFailed(step.organisation, undefined, instant(step.minute)));
        const row = (await store.grades.list(step.organisation))[step.which];
        if (row !== undefined) answers.push(await store.grades.replay(step.organisation, row.id, instant(step.minute)));
      }
    }
    answers.push(
      await store.grades.list(nord),
      await store.grades.list(sued),
      await store.grades.cursor(0),
      await store.grades.nextDue(),
      await store.grades.counts(),
      await store.grades.countsOf(nord),
    );
    const first = await store.grades.page(nord, { limit: 2 });
    answers.push(
      first,
      await store.grades.page(nord, { limit: 2, after: first[1] ?? { timestamp: '', id: '' } }),
      await store.grades.page(sued, { states: ['failed', 'declined'], limit: 9 }),
    );
  }
  return answers;
}

/** What every adapter of the LTI tool's port must do. */
export function toolStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`tool store: ${name}`, () => {
    let opened: StoreUnderTest;
    let store: ToolStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.close());

    describe('platforms', () => {
      test('are found by client, by issuer, by id and by organisation, oldest first', async () => {
        const first = platform();
        const second = platform({
          id: 'p2',
          clientId: 'c2',
          organisation: sued,
          created: instant(1),
          authorizationServer: 'https://lms.example',
          kind: 'ilias',
          active: false,
          deploymentIds: ['1', '2'],
        });
        expect(await store.platforms.add(second)).toBe(true);
        expect(await store.platforms.add(first)).toBe(true);
        expect(await store.platforms.findByClient('https://lms.example', 'c2')).toEqual(second);
        expect(await store.platforms.findByClient('https://lms.example', 'c3')).toBeUndefined();
        expect(await store.platforms.findByIssuer('https://lms.example')).toEqual([first, second]);
        expect(await store.platforms.find(nord, 'p1')).toEqual(first);
        expect(await store.platforms.find(sued, 'p1')).toBeUndefined();
        expect(await store.platforms.list(sued)).toEqual([second]);
      });

      test('one issuer and client id belong to one registration, whoever comes second', async () => {
        await store.platforms.add(platform());
        expect(await store.platforms.add(platform({ id: 'p2', organisation: sued }))).toBe(false);
        expect(await store.platforms.list(sued)).toEqual([]);
      });

      test('change within their organisation alone', async () => {
        await store.platforms.add(platform());
        expect(await store.platforms.change(sued, 'p1', { active: false })).toBe(false);
        expect(await store.platforms.change(nord, 'p1', { active: false, name: 'Moodle' })).toBe(true);
        expect(await store.platforms.find(nord, 'p1')).toEqual(platform({ active: false, name: 'Moodle' }));
      });
    });

    describe('the deployment of a launch', () => {
      const open = (overrides: Partial<Platform> = {}): Platform =>
        platform({ deploymentIds: [], firstDeploymentUntil: instant(10), ...overrides });

      test('is the first one where the platform named none, and then nobody else is', async () => {
        await store.platforms.add(open());
        const answers = await Promise.all(
          ['a', 'b', 'c'].map((id) => store.platforms.meetDeployment(nord, 'p1', id, instant(1))),
        );
        expect(answers).toEqual(['accepted', 'requested', 'requested']);
        expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(30))).toBe('accepted');
        expect(await store.platforms.find(nord, 'p1')).toEqual(
          open({ deploymentIds: ['a'], requestedDeploymentIds: ['b', 'c'] }),
        );
      });

      test('comes too late, or from elsewhere: the organisation decides', async () => {
        await store.platforms.add(open());
        await store.platforms.add(platform({ id: 'p2', clientId: 'c2' }));
        expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(10))).toBe('requested');
        expect(await store.platforms.meetDeployment(nord, 'p1', 'a', instant(11))).toBe('requested');
        expect(await store.platforms.meetDeployment(nord, 'p2', 'd2', instant(1))).toBe('requested');
        expect(await store.platforms.meetDeployment(sued, 'p2', 'd1', instant(1))).toBe('requested');
        expect(await store.platforms.find(nord, 'p1')).toEqual(open({ requestedDeploymentIds: ['a'] }));
      });

      const waiting = async (...ids: string[]): Promise<void> => {
        await store.platforms.add(platform());
        for (const id of ids) await store.platforms.meetDeployment(nord, 'p1', id, instant(1));
      };

      test('is accepted or declined, once, and may be requested again where it was declined', async () => {
        await waiting('a', 'b');
        expect(await store.platforms.decideDeployment(nord, 'p1', 'a', 'accept')).toBe(true);
        expect(await store.platforms.find(nord, 'p1')).toEqual(
          platform({ deploymentIds: ['d1', 'a'], requestedDeploymentIds: ['b'] }),
        );
        expect(await store.platforms.decideDeployment(nord, 'p1', 'b', 'decline')).toBe(true);
        expect(await store.platforms.find(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'a'] }));
        for (const id of ['a', 'b', 'd1', 'made-up'])
          expect(await store.platforms.decideDeployment(nord, 'p1', id, 'accept')).toBe(false);
        expect(await store.platforms.find(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'a'] }));
        expect(await store.platforms.meetDeployment(nord, 'p1', 'b', instant(1))).toBe('requested');
        expect(await store.platforms.find(nord, 'p1')).toEqual(
          platform({ deploymentIds: ['d1', 'a'], requestedDeploymentIds: ['b'] }),
        );
      });

      test('decisions about several at once all hold, whatever else changes meanwhile', async () => {
        await waiting('a', 'b', 'c');
        const { platforms } = store;
        expect(
          await Promise.all([
            platforms.decideDeployment(nord, 'p1', 'a', 'accept'),
            platforms.decideDeployment(nord, 'p1', 'b', 'decline'),
            platforms.meetDeployment(nord, 'p1', 'e', instant(1)),
            platforms.change(nord, 'p1', { active: false }),
            platforms.decideDeployment(nord, 'p1', 'c', 'accept'),
            platforms.change(nord, 'p1', { name: 'Moodle' }),
          ]),
        ).toEqual([true, true, 'requested', true, true, true]);
        expect(await platforms.find(nord, 'p1')).toEqual(
          platform({ deploymentIds: ['d1', 'a', 'c'], requestedDeploymentIds: ['e'], active: false, name: 'Moodle' }),
        );
      });

      test('of two decisions about the same one the first counts', async () => {
        await waiting('a', 'b');
        expect(
          await Promise.all([
            store.platforms.decideDeployment(nord, 'p1', 'a', 'decline'),
            store.platforms.decideDeployment(nord, 'p1', 'a', 'accept'),
            store.platforms.decideDeployment(nord, 'p1', 'b', 'accept'),
            store.platforms.decideDeployment(nord, 'p1', 'b', 'accept'),
          ]),
        ).toEqual([true, false, true, false]);
        expect(await store.platforms.find(nord, 'p1')).toEqual(platform({ deploymentIds: ['d1', 'b'] }));
      });

      test("is no other organisation's to decide about", async () => {
        await waiting('a');
        await store.platforms.add(platform({ id: 'p1', clientId: 'c2', organisation: sued }));
        expect(await store.platforms.decideDeployment(sued, 'p1', 'a', 'accept')).toBe(false);
        expect(await store.platforms.decideDeployment(nord, 'p2', 'a', 'accept')).toBe(false);
        expect(await store.platforms.find(nord, 'p1')).toEqual(platform({ requestedDeploymentIds: ['a'] }));
      });

      test('no more than ten wait for a decision', async () => {
        await store.platforms.add(platform());
        for (let number = 0; number < 12; number += 1)
          await store.platforms.meetDeployment(nord, 'p1', `x${number}`, instant(1));
        expect((await store.platforms.find(nord, 'p1'))!.requestedDeploymentIds).toHaveLength(10);
      });
    });

    describe('invitations', () => {
      const invitation = (overrides: object = {}) => ({
        secretHash: 'h1',
        organisation: nord,
        created: instant(0),
        expires: instant(50),
        ...overrides,
      });
      const reservation = (overrides: object = {}) => ({
        secretHash: 'h1',
        reservation: 'r1',
        tokenHash: 't1',
        now: instant(1),
        until: instant(2),
        ...overrides,
      });

      test('one of many tries gets an invitation, until its time is over', async () => {
        await store.invitations.add(invitation());
        const answers = await Promise.all(
          ['r1', 'r2', 'r3'].map((name) => store.invitations.reserve(reservation({ reservation: name }))),
        );
        expect(answers).toEqual([{ kind: 'reserved', organisation: nord }, { kind: 'busy' }, { kind: 'busy' }]);
        expect(
          await store.invitations.reserve(reservation({ reservation: 'r4', now: instant(2), until: instant(3) })),
        ).toEqual({ kind: 'reserved', organisation: nord });
        expect(await store.invitations.redeem('h1', 'r1', platform())).toBe('lost');
        expect(await store.invitations.redeem('h1', 'r4', platform())).toBe('redeemed');
        expect(await store.platforms.find(nord, 'p1')).toEqual(platform());
        expect(await store.invitations.find('h1')).toEqual(invitation({ platform: 'p1' }));
        expect(await store.invitations.redeem('h1', 'r4', platform({ id: 'p2', clientId: 'c2' }))).toBe('lost');
        expect(await store.platforms.list(nord)).toHaveLength(1);
      });

      test('says why it does not serve', async () => {
        await store.invitations.add(invitation());
        expect(await store.invitations.reserve(reservation({ secretHash: 'other' }))).toEqual({ kind: 'unknown' });
        expect(await store.invitations.reserve(reservation({ now: instant(50), until: instant(51) }))).toEqual({
          kind: 'expired',
        });
        await store.invitations.reserve(reservation());
        await store.invitations.redeem('h1', 'r1', platform());
        expect(await store.invitations.reserve(reservation({ now: instant(5), until: instant(6) }))).toEqual({
          kind: 'redeemed',
        });
        await store.invitations.release('h1', 'r1');
        expect(await store.invitations.reserve(reservation({ now: instant(5), until: instant(6) }))).toEqual({
          kind: 'redeemed',
        });
        expect(await store.invitations.find('other')).toBeUndefined();
      });

      test('a registration token serves one of them, unless the try came to nothing', async () => {
        await store.invitations.add(invitation());
        await store.invitations.add(invitation({ secretHash: 'h2', organisation: sued }));
        await store.invitations.reserve(reservation());
        expect(await store.invitations.reserve(reservation({ secretHash: 'h2', reservation: 'r2' }))).toEqual({
          kind: 'token-used',
        });
        await store.invitations.release('h1', 'other');
        expect(await store.invitations.reserve(reservation({ secretHash: 'h2', reservation: 'r2' }))).toEqual({
          kind: 'token-used',
        });
        await store.invitations.release('h1', 'r1');
        expect(await store.invitations.reserve(reservation({ secretHash: 'h2', reservation: 'r2' }))).toEqual({
          kind: 'reserved',
          organisation: sued,
        });
        expect(await store.invitations.redeem('h2', 'r2', platform({ organisation: sued }))).toBe('redeemed');
        expect(await store.invitations.reserve(reservation({ now: instant(9), until: instant(10) }))).toEqual({
          kind: 'token-used',
        });
        expect(
          await store.invitations.reserve({ secretHash: 'h1', reservation: 'r3', now: instant(9), until: instant(10) }),
        ).toEqual({ kind: 'reserved', organisation: nord });
      });

      test('a platform that is there already leaves the invitation as it was', async () => {
        await store.platforms.add(platform());
        await store.invitations.add(invitation());
        await store.invitations.reserve(reservation());
        expect(await store.invitations.redeem('h1', 'r1', platform({ id: 'p2' }))).toBe('conflict');
        expect(await store.invitations.find('h1')).toEqual(invitation());
        expect(await store.invitations.redeem('h1', 'r1', platform({ id: 'p2', clientId: 'c2' }))).toBe('redeemed');
      });

      test('those long expired are forgotten when one is added', async () => {
        await store.invitations.add(invitation());
        await store.invitations.add(
          invitation({ secretHash: 'h2', created: instant(50 + 24 * 60), expires: instant(9999) }),
        );
        expect(await store.invitations.find('h1')).toBeUndefined();
        expect(await store.invitations.find('h2')).toBeDefined();
      });
    });

    describe('settings', () => {
      test('belong to their organisation, and ask for no names until somebody wants them', async () => {
        expect(await store.settings.find(nord)).toEqual({ nameClaims: false });
        await store.settings.change(nord, { nameClaims: true });
        await store.settings.change(nord, {});
        expect(await store.settings.find(nord)).toEqual({ nameClaims: true });
        expect(await store.settings.find(sued)).toEqual({ nameClaims: false });
        await store.settings.change(nord, { nameClaims: false });
        expect(await store.settings.find(nord)).toEqual({ nameClaims: false });
      });
    });

    describe('signing keys', () => {
      const key = (overrides: Partial<SigningKey> = {}): SigningKey => ({
        kid: 'k1',
        organisation: nord,
        sealed: 'x',
        created: instant(0),
        signsFrom: instant(0),
        ...overrides,
      });

      test('one of many successors takes the place of the newest key; the others end', async () => {
        expect(await store.signingKeys.succeed(key(), { after: undefined })).toBe(true);
        expect(await store.signingKeys.succeed(key({ kid: 'k2' }), { after: undefined })).toBe(false);
        expect(await store.signingKeys.succeed(key({ kid: 'other', organisation: sued }), { after: undefined })).toBe(
          true,
        );
        const answers = await Promise.all(
          ['k3', 'k4'].map((kid) =>
            store.signingKeys.succeed(key({ kid, created: instant(5), signsFrom: instant(6) }), {
              after: 'k1',
              othersUntil: instant(9),
            }),
          ),
        );
        expect(answers).toEqual([true, false]);
        expect(await store.signingKeys.list(nord)).toEqual([
          key({ publishedUntil: instant(9) }),
          key({ kid: 'k3', created: instant(5), signsFrom: instant(6) }),
        ]);
        expect(await store.signingKeys.list(sued)).toEqual([key({ kid: 'other', organisation: sued })]);
      });

      test('an end comes earlier, never later', async () => {
        await store.signingKeys.succeed(key(), { after: undefined });
        await store.signingKeys.succeed(key({ kid: 'k2', created: instant(1) }), {
          after: 'k1',
          othersUntil: instant(9),
        });
        await store.signingKeys.succeed(key({ kid: 'k3', created: instant(2) }), {
          after: 'k2',
          othersUntil: instant(20),
        });
        expect((await store.signingKeys.list(nord)).map(({ publishedUntil }) => publishedUntil)).toEqual([
          instant(9),
          instant(20),
          undefined,
        ]);
        await store.signingKeys.succeed(key({ kid: 'k4', created: instant(3) }), {
          after: 'k3',
          othersUntil: instant(3),
        });
        expect((await store.signingKeys.list(nord)).map(({ publishedUntil }) => publishedUntil)).toEqual([
          instant(3),
          instant(3),
          instant(3),
          undefined,
        ]);
      });

      test('are published until they end, and then removed', async () => {
        await store.signingKeys.succeed(key(), { after: undefined });
        await store.signingKeys.succeed(key({ kid: 'k2', organisation: sued, created: instant(1) }), {
          after: undefined,
        });
        await store.signingKeys.succeed(key({ kid: 'k3', created: instant(2) }), {
          after: 'k1',
          othersUntil: instant(9),
        });
        expect((await store.signingKeys.published(instant(8))).map(({ kid }) => kid)).toEqual(['k1', 'k2', 'k3']);
        expect((await store.signingKeys.published(instant(9))).map(({ kid }) => kid)).toEqual(['k2', 'k3']);
        expect(await store.signingKeys.removeEnded(instant(8))).toBe(0);
        expect(await store.signingKeys.removeEnded(instant(9))).toBe(1);
        expect((await store.signingKeys.list(nord)).map(({ kid }) => kid)).toEqual(['k3']);
      });

      test("a platform's own key does not count as the organisation's", async () => {
        await store.signingKeys.succeed(key({ kid: 'own', platform: 'p1' }), { after: undefined });
        expect(await store.signingKeys.succeed(key({ created: instant(1) }), { after: undefined })).toBe(true);
        expect((await store.signingKeys.list(nord)).map(({ platform: of }) => of)).toEqual(['p1', undefined]);
      });
    });

    describe('logins', () => {
      test('one of many takes a login out; the others get nothing', async () => {
        await store.logins.begin(login(), instant(0));
        expect(await store.logins.find('s1', instant(1))).toEqual(login());
        const answers = await Promise.all(Array.from({ length: 20 }, () => store.logins.consume('s1', instant(1))));
        expect(answers.filter((answer) => answer !== undefined)).toEqual([login()]);
        expect(await store.logins.find('s1', instant(1))).toBeUndefined();
      });

      test('an expired login serves nobody', async () => {
        await store.logins.begin(login(), instant(0));
        expect(await store.logins.find('s1', instant(10))).toBeUndefined();
        expect(await store.logins.consume('s1', instant(10))).toBeUndefined();
      });

      test('beginning one forgets those that have expired, and no other', async () => {
        await store.logins.begin(login(), instant(0));
        await store.logins.begin(login({ stateHash: 's2', expires: instant(20) }), instant(0));
        await store.logins.begin(login({ stateHash: 's3', expires: instant(30) }), instant(15));
        expect(await store.logins.consume('s2', instant(16))).toBeDefined();
        expect(await store.logins.find('s1', instant(1))).toBeUndefined();
      });
    });

    describe('launch traces', () => {
      test('keep the latest instant of each kind, in whatever order it is told', async () => {
        expect(await store.traces.list(nord)).toEqual(new Map());
        await store.traces.note(nord, 'p1', { begun: instant(5), refused: { at: instant(6), error: 'access_denied' } });
        await store.traces.note(nord, 'p1', {
          begun: instant(3),
          arrived: instant(4),
          refused: { at: instant(2), error: 'invalid_scope' },
        });
        await store.traces.note(nord, 'p2', { confirmed: instant(1) });
        await store.traces.note(nord, 'p1', {});
        expect(await store.traces.list(nord)).toEqual(
          new Map([
            ['p1', { begun: instant(5), arrived: instant(4), refused: { at: instant(6), error: 'access_denied' } }],
            ['p2', { confirmed: instant(1) }],
          ]),
        );
        await store.traces.note(nord, 'p1', {
          begun: instant(7),
          arrived: instant(8),
          confirmed: instant(8),
          refused: { at: instant(9), error: 'invalid_request' },
        });
        expect((await store.traces.list(nord)).get('p1')).toEqual({
          begun: instant(7),
          arrived: instant(8),
          confirmed: instant(8),
          refused: { at: instant(9), error: 'invalid_request' },
        });
      });

      test('belong to their organisation alone', async () => {
        await store.traces.note(nord, 'p1', { begun: instant(1) });
        await store.traces.note(sued, 'p1', { begun: instant(2) });
        expect((await store.traces.list(nord)).get('p1')).toEqual({ begun: instant(1) });
        expect((await store.traces.list(sued)).get('p1')).toEqual({ begun: instant(2) });
      });
    });

    describe('foundings', () => {
      test('are open from their beginning to their end; who begins a second time changes nothing', async () => {
        await store.foundings.begin({ organisation: sued, name: 'Südwerk', begun: instant(1) });
        await store.foundings.begin({ organisation: nord, name: 'Nordwerk', begun: instant(2) });
        await store.foundings.begin({ organisation: nord, name: 'Another', begun: instant(3) });
        expect(await store.foundings.list()).toEqual([
          { organisation: nord, name: 'Nordwerk', begun: instant(2) },
          { organisation: sued, name: 'Südwerk', begun: instant(1) },
        ]);
        await store.foundings.end(nord);
        await store.foundings.end(nord);
        expect(await store.foundings.list()).toEqual([{ organisation: sued, name: 'Südwerk', begun: instant(1) }]);
      });
    });

    describe('placements', () => {
      test('the last launch of an attempt counts, and organisations do not mix', async () => {
        await store.placements.record(
          nord,
          placement({ lineItem: 'https://lms.example/1', contextId: 'course', resourceLinkId: 'link' }),
        );
        await store.placements.record(nord, placement({ launched: instant(1) }));
        expect(await store.placements.find(nord, 'r1')).toEqual(placement({ launched: instant(1) }));
        expect(await store.placements.find(sued, 'r1')).toBeUndefined();
      });

      test('whom the grade book knows and where columns are listed is kept', async () => {
        const known = placement({
          gradeUser: 'aylin@lms.example',
          lineItems: { url: 'https://lms.example/items', make: false },
        });
        await store.placements.record(nord, known);
        expect(await store.placements.find(nord, 'r1')).toEqual(known);
        await store.placements.record(
          nord,
          placement({ lineItems: { url: 'https://lms.example/items', make: true }, path: true }),
        );
        expect(await store.placements.find(nord, 'r1')).toEqual(
          placement({ lineItems: { url: 'https://lms.example/items', make: true }, path: true }),
        );
        await store.placements.record(nord, placement({ locale: 'en_us' }));
        expect(await store.placements.find(nord, 'r1')).toEqual(placement({ locale: 'en_us' }));
      });

      test('learners of a course, each once; trainers are none', async () => {
        await store.placements.record(nord, placement({ registration: 'r1', contextId: 'course' }));
        await store.placements.record(nord, placement({ registration: 'r2', contextId: 'course' }));
        await store.placements.record(nord, placement({ registration: 'r3', contextId: 'course', subject: 'a-first' }));
        await store.placements.record(
          nord,
          placement({ registration: 'r4', contextId: 'course', subject: 'trainer', graded: false }),
        );
        await store.placements.record(
          nord,
          placement({ registration: 'r5', contextId: 'other', subject: 'elsewhere' }),
        );
        await store.placements.record(sued, placement({ registration: 'r6', contextId: 'course', subject: 'foreign' }));
        expect((await store.placements.learners(nord, 'p1', 'course')).map(({ subject }) => subject)).toEqual([
          'a-first',
          'aylin',
        ]);
      });

      test('a resource link remembers its content', async () => {
        const link = { platform: 'p1', deploymentId: 'd1', resourceLinkId: 'l1' };
        await store.placements.linkContent(nord, link, 'd1-one');
        await store.placements.linkContent(nord, link, 'd1-two');
        expect(await store.placements.contentOf(nord, link)).toBe('d1-two');
        expect(await store.placements.contentOf(nord, { ...link, deploymentId: 'd2' })).toBeUndefined();
        expect(await store.placements.contentOf(sued, link)).toBeUndefined();
      });
    });

    describe('erasing a person', () => {
      const issuer = 'https://lms.example';
      const begun = (stateHash: string, hint: string, changes: Partial<Login> = {}): Login =>
        login({
          stateHash,
          initiation: new URLSearchParams({
            iss: issuer,
            login_hint: hint,
            target_link_uri: 'https://lotse.example/lti/launch',
          }).toString(),
          ...changes,
        });
      const take = (from: number, ...scores: readonly (GradeScore & { id: string })[]) =>
        store.grades.take({ partition: 0, from, to: from + 1, scores, withdrawn: [], now: instant(0) });

      beforeEach(async () => {
        await store.platforms.add(platform());
        await store.platforms.add(platform({ id: 'p2', issuer: 'https://other.example', clientId: 'c2' }));
        await store.platforms.add(platform({ organisation: sued, clientId: 'c3' }));
        await store.placements.record(nord, placement({ registration: 'r1', gradeUser: 'aylin@lms.example' }));
        await store.placements.record(nord, placement({ registration: 'r2', graded: false }));
        await store.placements.record(nord, placement({ registration: 'r3', subject: 'bert' }));
        await store.placements.record(sued, placement({ registration: 'r1' }));
        await take(
          0,
          score(),
          score({ id: 'g2', platform: 'gone', registration: 'r2' }),
          score({ id: 'g3', subject: 'bert', registration: 'r3' }),
          score({ id: 'g4', platform: 'p2', registration: 'r9' }),
          score({ id: 'g5', organisation: sued }),
        );
        for (const each of [begun('s1', 'aylin'), begun('s2', 'bert'), begun('s3', 'aylin', { organisation: sued })])
          await store.logins.begin(each, instant(0));
      });

      test("reaches all that is kept under an identity, and nobody else's", async () => {
        expect(await store.erasure.erase(nord, [{ issuer, subject: 'aylin' }])).toEqual({
          placements: 2,
          grades: 2,
          logins: 1,
        });
        expect(
          await Promise.all(
            ['r1', 'r2', 'r3'].map(async (registration) => (await store.placements.find(nord, registration))?.subject),
          ),
        ).toEqual([undefined, undefined, 'bert']);
        expect((await store.placements.find(sued, 'r1'))?.subject).toBe('aylin');
        expect((await store.grades.list(nord)).map(({ id }) => id)).toEqual(['g3', 'g4']);
        expect((await store.grades.list(sued)).map(({ id }) => id)).toEqual(['g5']);
        expect(
          await Promise.all(
            ['s1', 's2', 's3'].map(async (hash) => (await store.logins.find(hash, instant(0)))?.stateHash),
          ),
        ).toEqual([undefined, 's2', 's3']);
        expect(await store.erasure.erase(nord, [{ issuer, subject: 'aylin' }])).toEqual({
          placements: 0,
          grades: 0,
          logins: 0,
        });
      });

      test('what is kept of an identity that nobody has goes too', async () => {
        await store.placements.record(nord, placement({ registration: 'r8', subject: 'nobody' }));
        expect(
          await store.erasure.erase(nord, [
            { issuer, subject: 'nobody' },
            { issuer, subject: 'bert' },
          ]),
        ).toEqual({ placements: 2, grades: 1, logins: 1 });
      });
    });

    describe('grade columns', () => {
      const link = { platform: 'p1', deploymentId: 'd1', resourceLinkId: 'l1' };
      const claim = (minute: number, lease: string) =>
        store.columns.claim(nord, link, { now: instant(minute), lease, leaseUntil: instant(minute + 2) });

      test('there is one for each link, found by it and by its address, in its organisation', async () => {
        await store.columns.note(nord, column());
        await store.columns.note(nord, column({ url: 'https://lms.example/items/1', make: false }));
        await store.columns.note(
          nord,
          column({ resourceLinkId: 'l0', cell: 'other', url: 'https://lms.example/items/1' }),
        );
        const { container: _none, ...bare } = column({ deploymentId: 'd2' });
        await store.columns.note(nord, bare);
        expect(await store.columns.find(nord, link)).toEqual(
          column({ url: 'https://lms.example/items/1', make: false }),
        );
        expect(await store.columns.find(nord, { ...link, deploymentId: 'd2' })).toEqual(bare);
        expect(await store.columns.findByUrl(nord, 'p1', 'https://lms.example/items/1')).toMatchObject({
          resourceLinkId: 'l0',
        });
        expect(await store.columns.findByUrl(nord, 'p1', 'https://lms.example/items/2')).toBeUndefined();
        expect(await store.columns.findByUrl(nord, 'p2', 'https://lms.example/items/1')).toBeUndefined();
        expect(await store.columns.find(sued, link)).toBeUndefined();
        expect(await store.columns.findByUrl(sued, 'p1', 'https://lms.example/items/1')).toBeUndefined();
      });

      test('one of many gets to look it up, until its claim has run out', async () => {
        expect(await claim(0, 'a')).toBe(false);
        await store.columns.note(nord, column());
        const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => claim(0, `c${index}`)));
        expect(answers.filter((answer) => answer)).toHaveLength(1);
        await store.columns.note(nord, column({ url: 'https://lms.example/items/9' }));
        expect(await claim(1, 'b')).toBe(false);
        expect(await claim(2, 'b')).toBe(true);
        const moved = { before: 'https://lms.example/items/9', found: 'https://lms.example/items/1' };
        expect(await store.columns.settle(nord, link, 'c0', moved)).toBe(false);
        expect(await store.columns.settle(sued, link, 'b', moved)).toBe(false);
        expect(await store.columns.settle(nord, link, 'b', moved)).toBe(true);
        expect(await store.columns.find(nord, link)).toEqual(column({ url: 'https://lms.example/items/1' }));
        expect(await claim(2, 'd')).toBe(true);
        expect(await store.columns.settle(nord, link, 'd', { before: moved.found, found: undefined })).toBe(true);
        expect(await store.columns.find(nord, link)).toEqual(column());
      });

      test('a launch that names no URL takes none away, also when it is found at the same time', async () => {
        const url = 'https://lms.example/items/1';
        expect(await store.columns.note(nord, column())).toBe('place:l1');
        expect(await claim(0, 'a')).toBe(true);
        expect(
          await Promise.all([
            store.columns.note(nord, column({ cell: 'another', make: false })),
            store.columns.settle(nord, link, 'a', { before: undefined, found: url }),
            store.columns.note(nord, column({ cell: 'another' })),
          ]),
        ).toEqual(['place:l1', true, 'place:l1']);
        expect(await store.columns.find(nord, link)).toEqual(column({ url }));
        expect(await store.columns.note(nord, column({ cell: 'another', url: 'https://lms.example/items/2' }))).toBe(
          'another',
        );
        expect(await store.columns.find(nord, link)).toEqual(
          column({ cell: 'another', url: 'https://lms.example/items/2' }),
        );
      });

      test.each(['https://lms.example/items/1', undefined])(
        'a URL that a launch names stays, whatever a look-up that began before it comes to: %s',
        async (found) => {
          await store.columns.note(nord, column());
          expect(await claim(0, 'a')).toBe(true);
          expect(
            await Promise.all([
              store.columns.note(nord, column({ url: 'https://lms.example/items/2' })),
              store.columns.settle(nord, link, 'a', { before: undefined, found }),
            ]),
          ).toEqual(['place:l1', true]);
          expect(await store.columns.find(nord, link)).toEqual(column({ url: 'https://lms.example/items/2' }));
          expect(await claim(0, 'b')).toBe(true);
        },
      );
    });

    describe('grades', () => {
      const take = async (...scores: ReturnType<typeof score>[]) => {
        const from = await store.grades.cursor(0);
        return store.grades.take({ partition: 0, from, to: from + 1, scores, withdrawn: [], now: instant(1) });
      };
      const claim = (minute: number, lease: string) =>
        store.grades.claim({ now: instant(minute), lease, leaseUntil: instant(minute + 2), limit: 10 });

      test('rows and cursor move together, and only from where the cursor is', async () => {
        expect(await store.grades.cursor(0)).toBe(0);
        expect(await take(score())).toBe(true);
        expect(
          await store.grades.take({
            partition: 0,
            from: 0,
            to: 9,
            scores: [score({ scoreGiven: 90 })],
            withdrawn: [],
            now: instant(1),
          }),
        ).toBe(false);
        expect(await store.grades.cursor(0)).toBe(1);
        expect((await store.grades.list(nord)).map(({ scoreGiven }) => scoreGiven)).toEqual([60]);
        expect(await store.grades.cursor(1)).toBe(0);
      });

      test('a cell holds the best score; an equal or lesser one changes nothing', async () => {
        await take(score());
        await take(score({ id: 'g2', scoreGiven: 6, scoreMaximum: 10 }));
        await take(score({ id: 'g3', scoreGiven: 8, scoreMaximum: 10, registration: 'r2', statement: 'st2' }));
        await take(score({ id: 'g4', scoreGiven: 79 }));
        expect(await store.grades.list(nord)).toEqual([
          {
            ...score({ scoreGiven: 8, scoreMaximum: 10, registration: 'r2', statement: 'st2' }),
            state: 'waiting',
            revision: 2,
            attempts: 0,
            nextTry: instant(1),
          },
        ]);
        expect(await store.grades.list(sued)).toEqual([]);
      });

      test('a cell is found by platform, line item and subject, in its organisation alone', async () => {
        const { platform, lineItem, subject } = score();
        await take(score(), score({ id: 'g2', organisation: sued, scoreGiven: 70 }));
        expect(await store.grades.find(nord, { platform, lineItem, subject })).toMatchObject({
          id: 'g1',
          scoreGiven: 60,
        });
        expect(await store.grades.find(sued, { platform, lineItem, subject })).toMatchObject({
          id: 'g2',
          scoreGiven: 70,
        });
        for (const other of [{ platform: 'other' }, { lineItem: 'other' }, { subject: 'other' }]) {
          expect(await store.grades.find(nord, { platform, lineItem, subject, ...other })).toBeUndefined();
        }
      });

      test('a grade says more than progress, whatever its points; progress says more only by completion', async () => {
        const under = { scoreGiven: 0, activityProgress: 'InProgress', gradingProgress: 'NotReady' } as const;
        await take(score({ ...under, statement: 'st1' }));
        await take(score({ ...under, statement: 'st2' }));
        expect(await store.grades.list(nord)).toMatchObject([{ statement: 'st1', revision: 1 }]);
        await take(score({ ...under, activityProgress: 'Completed', statement: 'st3' }));
        expect(await store.grades.list(nord)).toMatchObject([{ statement: 'st3', revision: 2 }]);
        await take(score({ scoreGiven: 0, statement: 'st4' }));
        await take(score({ ...under, activityProgress: 'Completed', statement: 'st5' }));
        expect(await store.grades.list(nord)).toMatchObject([
          { statement: 'st4', revision: 3, gradingProgress: 'FullyGraded' },
        ]);
      });

      test('what the LMS declines is neither waiting nor failed, and can be replayed', async () => {
        await take(score());
        await claim(2, 'a');
        await store.grades.settle(nord, 'g1', 'a', 1, { kind: 'declined', error: 'a trainer' });
        expect(await store.grades.list(nord)).toMatchObject([{ state: 'declined', lastError: 'a trainer' }]);
        expect(await store.grades.counts()).toEqual({ waiting: 0, failed: 0 });
        expect(await store.grades.nextDue()).toBeUndefined();
        expect(await store.grades.replay(nord, 'g1', instant(3))).toBe(true);
        expect(await claim(3, 'b')).toHaveLength(1);
      });

      test('nobody gets a row that is claimed, until its lease runs out', async () => {
        await take(score(), score({ id: 'g2', subject: 'jonas' }));
        const [first, second] = await Promise.all([claim(2, 'a'), claim(2, 'b')]);
        expect([...first, ...second].map(({ id }) => id).sort()).toEqual(['g1', 'g2']);
        expect(await claim(3, 'c')).toEqual([]);
        expect(await store.grades.nextDue()).toBe(instant(4));
        expect((await claim(4, 'd')).map(({ id }) => id)).toEqual(['g1', 'g2']);
        expect(await store.grades.settle(nord, 'g1', 'a', 1, { kind: 'sent', timestamp: instant(1) })).toBe(false);
        expect(await store.grades.settle(sued, 'g1', 'd', 1, { kind: 'sent', timestamp: instant(1) })).toBe(false);
        expect(await store.grades.settle(nord, 'g1', 'd', 1, { kind: 'sent', timestamp: instant(1) })).toBe(true);
      });

      test('a better score that comes while the first is being sent stays waiting', async () => {
        await take(score());
        await claim(2, 'a');
        await take(score({ id: 'g2', scoreGiven: 90, timestamp: instant(3) }));
        await store.grades.settle(nord, 'g1', 'a', 1, { kind: 'sent', timestamp: instant(1) });
        expect(await claim(3, 'b')).toMatchObject([
          { id: 'g1', scoreGiven: 90, revision: 2, lastTimestamp: instant(1) },
        ]);
      });

      test('failing once waits; giving up stays to be seen and can be replayed', async () => {
        await take(score());
        await claim(2, 'a');
        await store.grades.settle(nord, 'g1', 'a', 1, { kind: 'retry', nextTry: instant(5), error: 'later' });
        expect(await claim(4, 'b')).toEqual([]);
        expect(await claim(5, 'c')).toMatchObject([{ attempts: 1, lastError: 'later' }]);
        await store.grades.settle(nord, 'g1', 'c', 1, { kind: 'failed', error: 'no' });
        expect(await store.grades.nextDue()).toBeUndefined();
        expect(await store.grades.list(nord)).toMatchObject([{ state: 'failed', attempts: 2, lastError: 'no' }]);
        expect(await store.grades.counts()).toEqual({ waiting: 0, failed: 1 });
        expect(await store.grades.replay(sued, 'g1', instant(6))).toBe(false);
        expect(await store.grades.replay(nord, 'g1', instant(6))).toBe(true);
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
          if (id !== 'g2') await store.grades.settle(organisation, id, 'a', revision, { kind: 'failed', error: 'no' });
        }
        const ids = async (request: Partial<Parameters<typeof store.grades.page>[1]>): Promise<string[]> =>
          (await store.grades.page(nord, { limit: 10, ...request })).map(({ id }) => id);
        expect(await ids({})).toEqual(['g4', 'g3', 'g2', 'g1']);
        expect(await ids({ limit: 2, after: { timestamp: instant(3), id: 'g3' } })).toEqual(['g2', 'g1']);
        expect(await ids({ after: { timestamp: instant(1), id: 'g2' } })).toEqual(['g1']);
        expect(await ids({ states: ['failed'], platform: 'p1' })).toEqual(['g3', 'g1']);
        expect(await ids({ states: [] })).toEqual([]);
        expect(await store.grades.countsOf(nord)).toEqual({ waiting: 1, sent: 0, failed: 3, declined: 0 });
        expect(await store.grades.replayFailed(nord, 'other', instant(5))).toBe(1);
        expect(await ids({ states: ['waiting'] })).toEqual(['g4', 'g2']);
        expect(await store.grades.replayFailed(nord, undefined, instant(5))).toBe(2);
        expect(await store.grades.replayFailed(nord, undefined, instant(5))).toBe(0);
        expect(await store.grades.countsOf(nord)).toEqual({ waiting: 4, sent: 0, failed: 0, declined: 0 });
        expect(await store.grades.countsOf(sued)).toEqual({ waiting: 0, sent: 0, failed: 1, declined: 0 });
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
        await store.grades.settle(nord, 'g2', 'a', claimed[1]!.revision, { kind: 'sent', timestamp: instant(1) });
        const withdrawn = [
          { organisation: nord, statement: 'st1' },
          { organisation: nord, statement: 'st2' },
        ];
        await store.grades.take({ partition: 0, from: 1, to: 2, scores: [], withdrawn, now: instant(3) });
        expect((await store.grades.list(nord)).map(({ id }) => id)).toEqual(['g2']);
      });

      test('rows of a platform that is switched off wait untouched, and go on when it is on again', async () => {
        await store.platforms.add(platform());
        await store.platforms.add(platform({ id: 'p2', clientId: 'c2' }));
        await take(
          score(),
          score({ id: 'g2', platform: 'p2', lineItem: 'x' }),
          score({ id: 'g3', organisation: sued }),
        );
        await store.platforms.change(nord, 'p1', { active: false });
        expect((await claim(5, 'a')).map(({ id }) => id).sort()).toEqual(['g2', 'g3']);
        for (const [organisation, id] of [
          [nord, 'g2'],
          [sued, 'g3'],
        ] as const)
          await store.grades.settle(organisation, id, 'a', 1, { kind: 'sent', timestamp: instant(5) });
        expect(await store.grades.nextDue()).toBeUndefined();
        expect(await store.grades.counts()).toEqual({ waiting: 1, failed: 0 });
        await store.platforms.change(nord, 'p1', { active: true });
        expect(await store.grades.nextDue()).toBe(instant(1));
        expect(await claim(6, 'b')).toMatchObject([{ id: 'g1', attempts: 0 }]);
      });

      test('a claim that is released leaves the row as it was, due at once', async () => {
        await take(score());
        const [before] = await store.grades.list(nord);
        await claim(2, 'a');
        expect(await store.grades.settle(nord, 'g1', 'another', 1, { kind: 'released' })).toBe(false);
        expect(await store.grades.settle(nord, 'g1', 'a', 1, { kind: 'released' })).toBe(true);
        expect(await store.grades.list(nord)).toEqual([before]);
        expect(await claim(2, 'b')).toHaveLength(1);
      });

      test('any history gives the same answers as the model', async () => {
        await fc.assert(
          fc.asyncProperty(steps, async (history) => {
            const fresh = await open();
            try {
              expect(await play(fresh.store, history)).toEqual(await play(modelToolStore(), history));
            } finally {
              await fresh.close();
            }
          }),
          { numRuns: 25 },
        );
      }, 60_000);
    });
  });
}
