import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { competencyStore, openSqlite } from '../../adapters/sqlite/index.js';
import { createLogger } from '../../base/index.js';
import { starterFrameworks } from '../../competency/framework/index.js';
import { createCompetency } from '../../competency/index.js';
import { createProjector } from '../../competency/projection/index.js';
import type { CompetencyStore } from '../../competency/store/index.js';
import type { AgentKey, OrganisationId, StoredEvent } from '../../lrs/store/index.js';
import { modelCompetencyStore } from '../support/model/competency.js';
import { agentKeyOf, aylin, learner, nord, statement, stored, streamOf, verbs, vocabulary } from './fixtures.js';

const logger = createLogger('silent');
const rules = {
  vocabulary,
  frameworks: starterFrameworks(),
  verbs: new Set<string>([verbs.completed, verbs.passed, verbs.failed]),
  agentKeyOf,
};
const sued = 'suedwerk' as OrganisationId;
const people = ['aylin', 'jonas'];
const organisations = [nord, sued];
const never = new AbortController().signal;

type Act =
  | { readonly kind: 'statement'; readonly organisation: OrganisationId; readonly id: string; readonly body: unknown }
  | { readonly kind: 'void' | 'erasure'; readonly organisation: OrganisationId; readonly target: string };

const ids = fc.constantFrom(...Array.from({ length: 8 }, (_, index) => `id-${index}`));
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('statement' as const),
      organisation: fc.constantFrom(...organisations),
      id: ids,
      body: fc
        .record({
          actor: fc.constantFrom(...people),
          verb: fc.constantFrom('completed' as const, 'passed' as const, 'failed' as const, 'progressed' as const),
          content: fc.constantFrom('d1', 'd2', 'e1'),
          tags: fc.constantFrom(
            [['D1', 2]] as const,
            [
              ['D1', 1],
              ['E1', 2],
            ] as const,
            [] as const,
          ),
          scaled: fc.constantFrom(0.2, 0.7, 0.9),
          registration: fc.constantFrom('r1', 'r2'),
        })
        .map((told) => statement(told)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('void' as const),
      organisation: fc.constantFrom(...organisations),
      target: ids,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('erasure' as const),
      organisation: fc.constantFrom(...organisations),
      target: ids,
    }),
  },
);

/** What an LRS would keep of these acts: an id once per organisation, erased statements gone from the stream. */
function history(given: readonly Act[]): StoredEvent[] {
  let events: StoredEvent[] = [];
  for (const [index, act] of given.entries()) {
    const position = index + 1;
    const at = {
      position,
      organisation: act.organisation,
      stored: new Date(Date.UTC(2026, 5, 1) + position * 1000).toISOString(),
    };
    if (act.kind === 'statement') {
      if (
        !events.some(
          (event) => event.kind === 'statement' && event.organisation === act.organisation && event.id === act.id,
        )
      )
        events.push({ ...stored(position, act.id, act.body, act.organisation) });
    } else if (act.kind === 'void') {
      events.push({ ...at, kind: 'void', id: `void-${position}`, text: '{}', target: act.target });
    } else {
      events = events.filter(
        (event) => !(event.kind === 'statement' && event.organisation === act.organisation && event.id === act.target),
      );
      events.push({ ...at, kind: 'erasure', statements: [act.target] });
    }
  }
  return events;
}

/** The evidence about one person. */
const about = async (store: CompetencyStore, organisation: OrganisationId, actor: AgentKey) =>
  (await store.listEvidence(organisation, [actor])).get(actor) ?? [];

/** All evidence, as readers see it. */
async function everything(store: CompetencyStore, tenants: readonly OrganisationId[] = organisations) {
  return Promise.all(
    tenants.flatMap((organisation) => people.map((name) => about(store, organisation, agentKeyOf(learner(name))!))),
  );
}

/** Positions that should be in the evidence, written down the long way: tagged results that nobody voided. */
function expected(events: readonly StoredEvent[]): number[] {
  const voided = (organisation: string, id: string): boolean =>
    events.some((event) => event.kind === 'void' && event.organisation === organisation && event.target === id);
  return events.flatMap((event) =>
    event.kind === 'statement' &&
    !voided(event.organisation, event.id) &&
    !event.text.includes('progressed') &&
    event.text.includes('"competency"')
      ? [event.position]
      : [],
  );
}

/** Feeds the stream to the live evidence in batches cut at will, with a crash after some commits. */
async function feed(
  store: CompetencyStore,
  partition: number,
  events: readonly StoredEvent[],
  cuts: readonly number[],
  crashes: readonly boolean[],
): Promise<void> {
  const head = events.at(-1)?.position ?? 0;
  for (let step = 0; ; step += 1) {
    // A new projector each time: after a crash nothing is left but the store.
    const projector = createProjector({ store, stream: streamOf([...events]), rules, projectionVersion: 'r', logger });
    const from = await projector.cursor(partition);
    if (from >= head) return;
    const batch = events.filter((event) => event.position > from).slice(0, cuts[step % cuts.length]);
    const to = batch.at(-1)!.position;
    await projector.handle(partition, batch, from, to);
    // The process died before it heard of the commit: the same events come again, and change nothing.
    if (crashes[step % crashes.length]) await projector.handle(partition, batch, from, to);
  }
}

interface Drawn {
  readonly given: readonly Act[];
  readonly cuts: readonly number[];
  readonly crashes: readonly boolean[];
}

const histories: fc.Arbitrary<Drawn> = fc.record({
  given: fc.array(acts, { maxLength: 30 }),
  cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
  crashes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});

/** One history in a partition and with organisations of its own, so that many can share a store. */
async function compare(store: CompetencyStore, partition: number, { given, cuts, crashes }: Drawn): Promise<void> {
  const tenant = (organisation: OrganisationId): OrganisationId => `${organisation}-${partition}` as OrganisationId;
  const own = given.map((act): Act => ({ ...act, organisation: tenant(act.organisation) }));
  // Erasures change what the stream shows of the past, so the history grows while it is consumed.
  for (let length = 7; length < own.length; length += 7)
    await feed(store, partition, history(own.slice(0, length)), cuts, crashes);
  const events = history(own);
  await feed(store, partition, events, cuts, crashes);
  const tenants = organisations.map(tenant);
  const incremental = await everything(store, tenants);
  const projector = createProjector({ store, stream: streamOf(events), rules, projectionVersion: 'r', logger });
  await projector.rebuild(partition, never);
  await projector.removeAbandoned(never);
  expect(await everything(store, tenants)).toEqual(incremental);
  const positions = [...new Set(incremental.flat().map(({ position }) => position))].sort((one, other) => one - other);
  expect(positions).toEqual(expected(events));
}

describe('incremental evidence is what a full rebuild makes, for any history, cut anywhere, with crashes', () => {
  test('in the model', async () => {
    let partition = 0;
    await fc.assert(
      fc.asyncProperty(histories, (drawn) => compare(modelCompetencyStore(), (partition += 1), drawn)),
      { numRuns: 200 },
    );
  }, 60_000);

  test('in SQLite', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lotse-projection-'));
    const engine = await openSqlite({ path: join(folder, 'lotse.db'), synchronous: 'normal' });
    try {
      const store = competencyStore(engine);
      let partition = 0;
      await fc.assert(
        fc.asyncProperty(histories, (drawn) => compare(store, (partition += 1), drawn)),
        { numRuns: 60 },
      );
    } finally {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test('also while events go on arriving during the rebuild', async () => {
    const store = modelCompetencyStore();
    const events: StoredEvent[] = [stored(1, 'a', statement())];
    const stream = streamOf(events);
    let arriving = 2;
    const projector = createProjector({
      store,
      rules,
      projectionVersion: 'r',
      logger,
      stream: {
        ...stream,
        // Each read of the rebuild finds the live evidence one event further on, for a while.
        async listEvents(partition, after, limit) {
          const answer = await stream.listEvents(partition, after, limit);
          if (arriving <= 6) {
            const position = arriving++;
            const event = stored(position, `id-${position}`, statement({ content: `c${position}` }));
            events.push(event);
            await projector.handle(0, [event], position - 1, position);
          }
          return answer;
        },
      },
    });
    await projector.handle(0, events, 0, 1);
    await projector.rebuild(0, never);
    expect((await about(store, nord, aylin)).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await projector.cursor(0)).toBe(6);
  });
});

describe('the competency service', () => {
  function service(store: CompetencyStore, events: StoredEvent[]) {
    const stream = streamOf(events);
    const clock = { now: () => Date.parse('2026-11-21T10:00:00Z') };
    return { stream, competency: createCompetency({ store, stream, clock, vocabulary, logger, agentKeyOf }) };
  }
  const request = { organisation: nord, actors: [aylin], frameworkId: 'lotse', profileId: 'fuehrungskraft' };
  const levelOf = async (competency: ReturnType<typeof createCompetency>, code: string) =>
    (await competency.matrix.person(request)).groups
      .flatMap((group) => group.competencies)
      .find((each) => each.code === code)!.level;

  test('follows the stream: a passed unit moves Ist, its void moves it back', async () => {
    const { stream, competency } = service(modelCompetencyStore(), []);
    await competency.start();
    try {
      expect(await levelOf(competency, 'D1')).toBeNull();
      stream.append(stored(1, 'a', statement()));
      await competency.idle();
      expect(await levelOf(competency, 'D1')).toBe(1);
      stream.append(stored(2, 'b', statement({ verb: 'passed', scaled: 0.8 })));
      await competency.idle();
      expect(await levelOf(competency, 'D1')).toBe(2);
      stream.append({
        kind: 'void',
        position: 3,
        organisation: nord,
        stored: '2026-06-01T01:00:00.000Z',
        id: 'c',
        text: '{}',
        target: 'b',
      });
      await competency.idle();
      expect(await levelOf(competency, 'D1')).toBe(1);
    } finally {
      await competency.stop();
    }
  });

  test('goes on from the stored cursor after a restart, and a rebuild changes nothing', async () => {
    const store = modelCompetencyStore();
    const events: StoredEvent[] = [stored(1, 'a', statement())];
    const first = service(store, events);
    await first.competency.start();
    await first.competency.idle();
    await first.competency.stop();
    events.push(stored(2, 'b', statement({ verb: 'passed', content: 'd2' })));
    const second = service(store, events);
    await second.competency.start();
    try {
      await second.competency.idle();
      const before = await everything(store);
      expect(before.flat()).toHaveLength(2);
      await second.competency.rebuild();
      expect(await everything(store)).toEqual(before);
    } finally {
      await second.competency.stop();
    }
  });

  test('makes evidence of an outdated recipe again at the next start', async () => {
    const store = modelCompetencyStore();
    const events: StoredEvent[] = [stored(1, 'a', statement())];
    // An earlier release that did not know the competency: the cursor is past the statement, and there is no row.
    await store.commitEvidence({
      partition: 0,
      target: 'live',
      from: 0,
      to: 1,
      changes: [],
      projectionVersion: 'an earlier release',
    });
    const { competency } = service(store, events);
    await competency.start();
    await competency.idle();
    const deadline = Date.now() + 5000;
    while ((await levelOf(competency, 'D1')) === null && Date.now() < deadline)
      await new Promise((resolve) => setImmediate(resolve));
    expect(await levelOf(competency, 'D1')).toBe(1);
    await competency.stop();
    expect((await store.findProjectionState(0)).projectionVersion).not.toBe('an earlier release');
  });

  test('two rebuilds asked for at once both end, one after the other', async () => {
    const store = modelCompetencyStore();
    const { competency } = service(store, [stored(1, 'a', statement())]);
    await competency.start();
    await competency.idle();
    await Promise.all([competency.rebuild(), competency.rebuild()]);
    expect(await levelOf(competency, 'D1')).toBe(1);
    await competency.stop();
  });
});
