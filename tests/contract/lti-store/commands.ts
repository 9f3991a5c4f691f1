import fc from 'fast-check';
import type {
  ClaimedGrade,
  ColumnFinding,
  GradeOutcome,
  LaunchTrace,
  LtiStore,
  Provisioning,
  ResourceLink,
} from '../../../lti-tool/store/index.js';
import { column, instant, login, nord, placement, platform, score, sued } from './factory.js';

type Call = (store: LtiStore) => Promise<unknown>;

/** What earlier commands of a history have answered: later ones name it. */
export class Memory {
  readonly claimed: ClaimedGrade[] = [];
  readonly reservations: { readonly secretHash: string; readonly reservation: string }[] = [];
  readonly columnLeases: { readonly link: ResourceLink; readonly lease: string }[] = [];
  readonly provisionings: Provisioning[] = [];
}

/** One command of a history. */
export interface Command {
  readonly name: string;
  /** The call with all of its input settled, so that it can be repeated; `undefined` if there is nothing to name. */
  prepare(store: LtiStore, number: number, memory: Memory): Promise<Call | undefined>;
}

type Prepare<Input> = (
  input: Input,
  context: { readonly store: LtiStore; readonly number: number; readonly memory: Memory },
) => Call | undefined | Promise<Call | undefined>;

function command<Input>(name: string, inputs: fc.Arbitrary<Input>, prepare: Prepare<Input>): fc.Arbitrary<Command> {
  return inputs.map((input) => ({
    name,
    prepare: async (store, number, memory) => prepare(input, { store, number, memory }),
    [fc.toStringMethod]: () => `${name} ${JSON.stringify(input)}`,
  }));
}

const pick = <T>(some: readonly T[], which: number): T | undefined => some[which % Math.max(1, some.length)];

const organisation = fc.constantFrom(nord, sued);
const minute = fc.integer({ min: 0, max: 9 });
const which = fc.nat({ max: 9 });
const platformId = fc.constantFrom('p1', 'p2');
const deploymentId = fc.constantFrom('d1', 'd2', 'd3');
const secretHash = fc.constantFrom('h1', 'h2');
const stateHash = fc.constantFrom('s1', 's2');
const link = fc
  .constantFrom('l1', 'l2')
  .map((resourceLinkId): ResourceLink => ({ platform: 'p1', deploymentId: 'd1', resourceLinkId }));
const url = fc.option(fc.constantFrom('https://lms.example/items/1', 'https://lms.example/items/2'), {
  nil: undefined,
});

const platformCommands = [
  command(
    'addPlatform',
    fc.record({
      organisation,
      id: platformId,
      clientId: fc.constantFrom('c1', 'c2', 'c3'),
      minute,
      isOpen: fc.boolean(),
    }),
    ({ organisation: owner, id, clientId, minute: at, isOpen }) => {
      const open = isOpen ? { deploymentIds: [], firstDeploymentUntil: instant(5) } : {};
      return ({ platforms }) =>
        platforms.addPlatform(platform({ organisation: owner, id, clientId, created: instant(at), ...open }));
    },
  ),
  command(
    'changePlatform',
    fc.record({
      organisation,
      id: platformId,
      changes: fc.constantFrom({ active: false }, { active: true }, { name: 'Another', kind: 'ilias' as const }, {}),
    }),
    ({ organisation: owner, id, changes }) =>
      ({ platforms }) =>
        platforms.changePlatform(owner, id, changes),
  ),
  command(
    'meetDeployment',
    fc.record({ organisation, id: platformId, deploymentId, minute }),
    ({ organisation: owner, id, deploymentId: met, minute: at }) =>
      ({ platforms }) =>
        platforms.meetDeployment(owner, id, met, instant(at)),
  ),
  command(
    'decideDeployment',
    fc.record({ organisation, id: platformId, deploymentId, verdict: fc.constantFrom('accept', 'decline') }),
    ({ organisation: owner, id, ...decision }, { number }) =>
      ({ platforms }) =>
        platforms.decideDeployment(owner, id, { id: `decision-${number}`, ...decision }),
  ),
];

const invitationCommands = [
  command('addInvitation', fc.record({ secretHash, organisation, minute }), ({ minute: at, ...invitation }) => {
    const lives = { created: instant(at), expires: instant(at + 8) };
    return ({ invitations }) => invitations.addInvitation({ ...invitation, ...lives });
  }),
  command(
    'reserveInvitation',
    fc.record({ secretHash, tokenHash: fc.option(fc.constantFrom('t1', 't2'), { nil: undefined }), minute }),
    ({ secretHash: hash, tokenHash, minute: at }, { number, memory }) => {
      const reservation = `reservation-${number}`;
      memory.reservations.push({ secretHash: hash, reservation });
      return ({ invitations }) =>
        invitations.reserveInvitation({
          secretHash: hash,
          reservation,
          ...(tokenHash === undefined ? {} : { tokenHash }),
          now: instant(at),
          until: instant(at + 3),
        });
    },
  ),
  command('releaseInvitation', which, (index, { memory }) => {
    const tried = pick(memory.reservations, index);
    return tried && (({ invitations }) => invitations.releaseInvitation(tried.secretHash, tried.reservation));
  }),
  command(
    'redeemInvitation',
    fc.record({ which, clientId: fc.constantFrom('c1', 'c4') }),
    (input, { number, memory }) => {
      const tried = pick(memory.reservations, input.which);
      const added = platform({ id: `redeemed-${number}`, clientId: input.clientId });
      return tried && (({ invitations }) => invitations.redeemInvitation(tried.secretHash, tried.reservation, added));
    },
  ),
];

const keyCommands = [
  command(
    'addSigningKey',
    fc.record({ organisation, minute, othersUntil: fc.option(minute, { nil: undefined }), isStale: fc.boolean() }),
    async ({ organisation: owner, minute: at, othersUntil, isStale }, { store, number }) => {
      const newest = (await store.signingKeys.listSigningKeys(owner)).at(-1)?.kid;
      const key = {
        kid: `key-${number}`,
        organisation: owner,
        sealed: 'x',
        created: instant(at),
        signsFrom: instant(at),
      };
      const succession = {
        after: isStale ? 'another' : newest,
        ...(othersUntil === undefined ? {} : { othersUntil: instant(othersUntil) }),
      };
      return ({ signingKeys }) => signingKeys.addSigningKey(key, succession);
    },
  ),
  command(
    'removeEndedSigningKeys',
    minute,
    (at) =>
      ({ signingKeys }) =>
        signingKeys.removeEndedSigningKeys(instant(at)),
  ),
];

const launchCommands = [
  command('beginLogin', fc.record({ stateHash, minute }), ({ stateHash: hash, minute: at }, { number }) => {
    const begun = login({ stateHash: hash, nonce: `nonce-${number}`, expires: instant(at + 3) });
    return ({ logins }) => logins.beginLogin(begun, instant(at));
  }),
  command(
    'consumeLogin',
    fc.record({ stateHash, consumer: fc.constantFrom('ours', 'theirs'), minute }),
    ({ stateHash: hash, consumer, minute: at }) =>
      ({ logins }) =>
        logins.consumeLogin(hash, consumer, instant(at)),
  ),
  command(
    'recordLaunchTrace',
    fc.record({ organisation, platform: platformId, kind: fc.constantFrom('begun', 'confirmed', 'refused'), minute }),
    ({ organisation: owner, platform: id, kind, minute: at }, { number }) => {
      const error = number % 2 === 0 ? 'access_denied' : 'invalid_scope';
      const seen: LaunchTrace = kind === 'refused' ? { refused: { at: instant(at), error } } : { [kind]: instant(at) };
      return ({ traces }) => traces.recordLaunchTrace(owner, id, seen);
    },
  ),
  command(
    'recordPlacement',
    fc.record({
      organisation,
      registration: fc.constantFrom('r1', 'r2'),
      subject: fc.constantFrom('aylin', 'jonas'),
      graded: fc.boolean(),
      minute,
    }),
    ({ organisation: owner, minute: at, ...about }) =>
      ({ placements }) =>
        placements.recordPlacement(owner, placement({ ...about, contextId: 'course', launched: instant(at) })),
  ),
  command(
    'linkContent',
    fc.record({ organisation, link, content: fc.constantFrom('one', 'two') }),
    ({ organisation: owner, link: place, content }) =>
      ({ placements }) =>
        placements.linkContent(owner, place, content),
  ),
];

const organisationCommands = [
  command(
    'changeSettings',
    fc.record({ organisation, changes: fc.constantFrom({ nameClaims: true }, { nameClaims: false }, {}) }),
    ({ organisation: owner, changes }) =>
      ({ settings }) =>
        settings.changeSettings(owner, changes),
  ),
  command('beginProvisioning', fc.record({ organisation, minute }), (input, { number, memory }) => {
    const begun = {
      organisation: input.organisation,
      id: `provisioning-${number}`,
      name: `Name ${number}`,
      begun: instant(input.minute),
    };
    memory.provisionings.push(begun);
    return ({ provisioning }) => provisioning.beginProvisioning(begun);
  }),
  command('endProvisioning', which, (index, { memory }) => {
    const begun = pick(memory.provisionings, index);
    return begun && (({ provisioning }) => provisioning.endProvisioning(begun.organisation, begun.id));
  }),
];

const columnCommands = [
  command('recordColumn', fc.record({ organisation, link, url }), (input, { number }) => {
    const named = column({
      ...input.link,
      queueKey: `cell-${number}`,
      ...(input.url === undefined ? {} : { url: input.url }),
    });
    return ({ columns }) => columns.recordColumn(input.organisation, named);
  }),
  command('claimColumn', fc.record({ link, minute }), ({ link: place, minute: at }, { number, memory }) => {
    const lease = { id: `column-lease-${number}`, until: instant(at + 2) };
    memory.columnLeases.push({ link: place, lease: lease.id });
    return ({ columns }) => columns.claimColumn(nord, place, { lease, now: instant(at) });
  }),
  command('settleColumn', fc.record({ which, before: url, found: url }), (input, { memory }) => {
    const held = pick(memory.columnLeases, input.which);
    const finding: ColumnFinding = { before: input.before, found: input.found };
    return held && (({ columns }) => columns.settleColumn(nord, held.link, held.lease, finding));
  }),
];

const outcome: fc.Arbitrary<GradeOutcome> = fc.oneof(
  minute.map((at) => ({ kind: 'sent' as const, timestamp: instant(at) })),
  fc.constantFrom('failed' as const, 'declined' as const).map((kind) => ({ kind, error: 'no' })),
  fc.constant({ kind: 'released' as const }),
  fc
    .record({ next: fc.integer({ min: 0, max: 20 }), notBefore: fc.option(minute, { nil: undefined }) })
    .map((input) => ({
      kind: 'retry' as const,
      error: 'later',
      nextTry: instant(input.next),
      ...(input.notBefore === undefined ? {} : { notBefore: instant(input.notBefore) }),
    })),
);

const drawnScore = fc.record({
  organisation,
  platform: platformId,
  subject: fc.constantFrom('aylin', 'jonas'),
  scoreGiven: fc.integer({ min: 0, max: 5 }),
  scoreMaximum: fc.constantFrom(5, 10),
  statement: fc.constantFrom('a', 'b', 'c'),
  progress: fc.constantFrom(
    { activityProgress: 'Completed', gradingProgress: 'FullyGraded' } as const,
    { activityProgress: 'InProgress', gradingProgress: 'NotReady' } as const,
    { activityProgress: 'Completed', gradingProgress: 'NotReady' } as const,
  ),
});

const gradeCommands = [
  command(
    'takeGrades',
    fc.record({
      offset: fc.constantFrom(0, 0, 0, 1, -2),
      scores: fc.array(drawnScore, { maxLength: 3 }),
      withdrawn: fc.array(fc.record({ organisation, statement: fc.constantFrom('a', 'b') }), { maxLength: 1 }),
      minute,
    }),
    async ({ offset, scores, withdrawn, minute: at }, { store, number }) => {
      const cursor = await store.grades.findGradeCursor(0);
      const from = Math.max(0, cursor + offset);
      const taken = scores.map(({ progress, ...drawn }, index) =>
        score({ id: `grade-${number}-${index}`, registration: `r${number}`, ...drawn, ...progress }),
      );
      const intake = { partition: 0, from, to: from + 2, scores: taken, withdrawn, now: instant(at) };
      return ({ grades }) => grades.takeGrades(intake);
    },
  ),
  command(
    'claimGrades',
    fc.record({ minute: fc.integer({ min: 0, max: 20 }), limit: fc.integer({ min: 1, max: 3 }) }),
    ({ minute: at, limit }, { number, memory }) => {
      const lease = { id: `lease-${number}`, until: instant(at + 2) };
      return async ({ grades }) => {
        const claimed = await grades.claimGrades({ lease, limit, now: instant(at) });
        memory.claimed.push(...claimed);
        return claimed;
      };
    },
  ),
  command('settleGrade', fc.record({ which, outcome }), (input, { memory }) => {
    const claimed = pick(memory.claimed, input.which);
    if (claimed === undefined) return undefined;
    const { organisation: owner, id, lease, revision } = claimed;
    return ({ grades }) => grades.settleGrade(owner, id, lease, revision, input.outcome);
  }),
  command('replayGrade', fc.record({ organisation, which, minute }), async (input, { store, number }) => {
    const row = pick(await store.grades.listGrades(input.organisation), input.which);
    const replay = { id: `replay-${number}`, now: instant(input.minute) };
    return row && (({ grades }) => grades.replayGrade(row.organisation, row.id, replay));
  }),
  command(
    'replayFailedGrades',
    fc.record({ organisation, platform: fc.option(platformId, { nil: undefined }), minute }),
    (input, { number }) => {
      const replay = { id: `replay-${number}`, now: instant(input.minute) };
      return ({ grades }) => grades.replayFailedGrades(input.organisation, input.platform, replay);
    },
  ),
];

/** Grades and their platforms, where most happens, more often than the rest. */
export const histories: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.oneof(...platformCommands) },
    { weight: 2, arbitrary: fc.oneof(...invitationCommands) },
    { weight: 1, arbitrary: fc.oneof(...keyCommands) },
    { weight: 2, arbitrary: fc.oneof(...launchCommands) },
    { weight: 1, arbitrary: fc.oneof(...organisationCommands) },
    { weight: 2, arbitrary: fc.oneof(...columnCommands) },
    { weight: 6, arbitrary: fc.oneof(...gradeCommands) },
  ),
  { maxLength: 60, size: 'max' },
);

/** All that a store answers to whoever asks, so that two stores can be compared. */
export async function everythingIn(store: LtiStore): Promise<unknown> {
  const places = ['l1', 'l2'].map((resourceLinkId) => ({ platform: 'p1', deploymentId: 'd1', resourceLinkId }));
  const ofOrganisation = async (owner: typeof nord): Promise<unknown> => {
    const first = await store.grades.listGradePage(owner, { limit: 2 });
    return [
      await store.platforms.listPlatforms(owner),
      await store.settings.findSettings(owner),
      [...(await store.traces.listLaunchTraces(owner))].sort(),
      await store.signingKeys.listSigningKeys(owner),
      await store.placements.listLearners(owner, 'p1', 'course'),
      await Promise.all(['r1', 'r2'].map((registration) => store.placements.findPlacement(owner, registration))),
      await Promise.all(places.map((place) => store.placements.findLinkedContent(owner, place))),
      await Promise.all(places.map((place) => store.columns.findColumn(owner, place))),
      await store.columns.findColumnByUrl(owner, 'p1', 'https://lms.example/items/1'),
      await store.grades.listGrades(owner),
      await store.grades.countGrades(owner),
      first,
      await store.grades.listGradePage(owner, { limit: 2, after: first[1] ?? { timestamp: '', id: '' } }),
      await store.grades.listGradePage(owner, { states: ['failed', 'declined'], platform: 'p1', limit: 9 }),
    ];
  };
  return [
    await ofOrganisation(nord),
    await ofOrganisation(sued),
    await store.platforms.listPlatformsByIssuer('https://lms.example'),
    await store.platforms.findPlatformByClient('https://lms.example', 'c1'),
    await Promise.all(['h1', 'h2'].map((hash) => store.invitations.findInvitation(hash))),
    await Promise.all(['s1', 's2'].map((hash) => store.logins.findLogin(hash, instant(4)))),
    await store.signingKeys.listPublishedSigningKeys(instant(5)),
    await store.provisioning.listProvisionings(),
    await store.grades.findGradeCursor(0),
    await store.grades.findNextDueGrade(),
    await store.grades.countQueuedGrades(),
  ];
}
