import { describe, expect, test } from '@jest/globals';
import { type AppendResult, type LrsStore, organisationId, type OrganisationId } from '../../../lrs/store/index.js';
import {
  activityIri,
  agentKey,
  preparedStatement,
  type StatementSketch,
  uuid,
  verbIri,
} from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, readAll, suedwerk, withStore } from './factory.js';

/** What every adapter's statements must do: appending, immutability, filters, paging, order. */
export function statementContract(open: LrsStoreFactory): void {
  const append = (store: LrsStore, now: number, ...sketches: readonly StatementSketch[]): Promise<AppendResult> =>
    appendFor(store, nordwerk, now, ...sketches);
  const appendFor = (
    store: LrsStore,
    organisation: OrganisationId,
    now: number,
    ...sketches: readonly StatementSketch[]
  ): Promise<AppendResult> =>
    store.statements.appendStatements({ organisation, statements: sketches.map(preparedStatement), now: at(now) });
  const [first, second, third, fourth] = [uuid(1), uuid(2), uuid(3), uuid(4)];

  describe('appending', () => {
    test('gives each new statement the next position, and its text back with stored', () =>
      withStore(open, async (store) => {
        const result = await append(store, 5, { id: first }, { id: second });
        expect(result).toEqual({
          kind: 'stored',
          statements: [
            { id: first, outcome: 'stored', position: 1 },
            { id: second, outcome: 'stored', position: 2 },
          ],
        });
        const found = await store.statements.findStatement(nordwerk, second);
        expect(found).toMatchObject({ id: second, position: 2, stored: at(5), voided: false });
        expect(JSON.parse(found!.text)).toEqual({
          ...JSON.parse(preparedStatement({ id: second }).text),
          stored: at(5),
        });
      }));

    test('gives a statement without a timestamp its stored, also where that is later than now', () =>
      withStore(open, async (store) => {
        await append(store, 9, { id: first });
        await append(store, 5, { id: second, untimed: true }, { id: third });
        const { text, stored } = (await store.statements.findStatement(nordwerk, second))!;
        expect(JSON.parse(text)).toMatchObject({ stored, timestamp: stored });
        expect(stored > at(9)).toBe(true);
        expect(JSON.parse((await store.statements.findStatement(nordwerk, third))!.text)).not.toHaveProperty(
          'timestamp',
        );
        const page = await store.statements.findPageText({
          organisation: nordwerk,
          filter: {},
          ascending: false,
          limit: 3,
        });
        expect([
          (JSON.parse(`[${Buffer.concat(page.chunks).toString()}]`) as { timestamp?: string }[])[1]!.timestamp,
          page.newestStored,
        ]).toEqual([stored, stored]);
      }));

    test('answers same for what is there already, and writes nothing', () =>
      withStore(open, async (store) => {
        await append(store, 5, { id: first });
        const again = await append(store, 9, { id: first }, { id: second }, { id: second });
        expect(again).toEqual({
          kind: 'stored',
          statements: [
            { id: first, outcome: 'same', position: 1 },
            { id: second, outcome: 'stored', position: 2 },
            { id: second, outcome: 'same', position: 2 },
          ],
        });
        expect((await store.statements.findStatement(nordwerk, first))!.stored).toBe(at(5));
        expect(await readAll(store, nordwerk, {})).toEqual([second, first]);
      }));

    test('refuses the whole batch where a different statement has an id, stored before or in the batch', () =>
      withStore(open, async (store) => {
        await append(store, 1, { id: first });
        expect(await append(store, 2, { id: second }, { id: first, content: 'other' })).toEqual({
          kind: 'conflict',
          index: 1,
          id: first,
        });
        expect(await append(store, 3, { id: second }, { id: third }, { id: second, content: 'other' })).toEqual({
          kind: 'conflict',
          index: 2,
          id: second,
        });
        expect(await readAll(store, nordwerk, {})).toEqual([first]);
        expect(await store.statements.findStatement(nordwerk, second)).toBeUndefined();
        expect(await append(store, 4, { id: third })).toMatchObject({ statements: [{ position: 2 }] });
      }));

    test('takes an empty batch', () =>
      withStore(open, async (store) => {
        expect(await append(store, 1)).toEqual({ kind: 'stored', statements: [] });
      }));

    test('refuses an organisation that does not exist', () =>
      withStore(open, async (store) => {
        const nobody = organisationId('nobody')!;
        await expect(appendFor(store, nobody, 1, { id: first })).rejects.toMatchObject({ code: 'not-found' });
        expect(await store.statements.findStatement(nobody, first)).toBeUndefined();
        expect(await readAll(store, nobody, {})).toEqual([]);
      }));

    test('keeps any Unicode and any length', () =>
      withStore(open, async (store) => {
        const content = `ä€😀\u0000\u2028"\\${'x'.repeat(300_000)}`;
        await append(store, 1, { id: first, content, actor: 'Jörg 😀', activity: 'Prüfung/😀' });
        const found = await store.statements.findStatement(nordwerk, first);
        expect(JSON.parse(found!.text).context.content).toBe(content);
        expect(
          await readAll(store, nordwerk, {
            agent: { key: agentKey('Jörg 😀'), scope: 'direct' },
            activity: { iri: activityIri('Prüfung/😀'), scope: 'direct' },
          }),
        ).toEqual([first]);
      }));

    test('takes many batches at once: each whole, positions without gaps', () =>
      withStore(open, async (store) => {
        const results = await Promise.all(
          Array.from({ length: 40 }, (_, batch) =>
            append(store, batch, { id: uuid(100 + 2 * batch) }, { id: uuid(101 + 2 * batch) }),
          ),
        );
        const positions = results.flatMap((result) =>
          result.kind === 'stored' ? result.statements.map(({ position }) => position) : [],
        );
        expect(positions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
        for (let index = 0; index < positions.length; index += 2)
          expect(positions[index + 1]).toBe(positions[index]! + 1);
      }));
  });

  describe('order and stored', () => {
    test('stored never goes back, even where the clock does, and rises with every append that has been answered', () =>
      withStore(open, async (store) => {
        await append(store, 1000, { id: first });
        await append(store, 1000, { id: second });
        await append(store, -5000, { id: third });
        await append(store, 2000, { id: fourth });
        const stored = await Promise.all(
          [first, second, third, fourth].map(
            async (id) => (await store.statements.findStatement(nordwerk, id))!.stored,
          ),
        );
        expect(stored).toEqual([at(1000), at(1001), at(1002), at(2000)]);
      }));

    test('since is exclusive, until inclusive; both bound the order', () =>
      withStore(open, async (store) => {
        await append(store, 10, { id: first });
        await append(store, 20, { id: second });
        await append(store, 30, { id: third });
        expect(await readAll(store, nordwerk, { since: at(10) })).toEqual([third, second]);
        expect(await readAll(store, nordwerk, { since: at(9) })).toEqual([third, second, first]);
        expect(await readAll(store, nordwerk, { until: at(20) })).toEqual([second, first]);
        expect(await readAll(store, nordwerk, { until: at(19) })).toEqual([first]);
        expect(await readAll(store, nordwerk, { since: at(10), until: at(20) }, { ascending: true })).toEqual([second]);
        expect(await readAll(store, nordwerk, { since: at(30) })).toEqual([]);
        expect(await readAll(store, nordwerk, { until: at(9) })).toEqual([]);
        expect(await readAll(store, nordwerk, { since: at(20), until: at(10) })).toEqual([]);
      }));

    test('Consistent-Through is never before what can be read, and nothing appears at or before it later', () =>
      withStore(open, async (store) => {
        await append(store, 10, { id: first });
        expect(await store.statements.findNewestStored(nordwerk)).toBe(at(10));
        const through = await store.statements.promiseConsistency(nordwerk, at(500));
        expect(through > at(10) && through < at(500)).toBe(true);
        await append(store, 20, { id: second });
        expect((await store.statements.findStatement(nordwerk, second))!.stored > through).toBe(true);
        expect(
          (await store.statements.promiseConsistency(nordwerk, at(30))) >=
            (await store.statements.findStatement(nordwerk, second))!.stored,
        ).toBe(true);
      }));

    test('Consistent-Through waits for what is being written', () =>
      withStore(open, async (store) => {
        const writing = append(store, 10, { id: first });
        const through = await store.statements.promiseConsistency(nordwerk, at(5000));
        const visible = await store.statements.findStatement(nordwerk, first);
        await writing;
        const { stored } = (await store.statements.findStatement(nordwerk, first))!;
        expect(visible !== undefined || through < stored).toBe(true);
      }));
  });

  describe('filters', () => {
    const sketches: readonly StatementSketch[] = [
      {
        id: uuid(1),
        actor: 'anna',
        verb: 'started',
        activity: 'd1',
        registration: uuid(900),
        relatedActivities: ['course'],
        relatedAgents: ['lrs'],
      },
      {
        id: uuid(2),
        actor: 'anna',
        verb: 'completed',
        activity: 'd1',
        registration: uuid(900),
        relatedActivities: ['course'],
        relatedAgents: ['lrs'],
      },
      {
        id: uuid(3),
        actor: 'bert',
        verb: 'started',
        activity: 'd1',
        registration: uuid(901),
        relatedActivities: ['course'],
        relatedAgents: ['lrs', 'anna'],
      },
      {
        id: uuid(4),
        actor: 'bert',
        verb: 'completed',
        activity: 'd2',
        registration: uuid(901),
        relatedActivities: ['d1'],
        relatedAgents: ['lrs'],
      },
      { id: uuid(5), actor: 'cora', verb: 'completed', activity: 'course' },
    ];
    const anna = agentKey('anna');
    const d1 = activityIri('d1');
    const cases: readonly (readonly [
      string,
      Parameters<LrsStore['statements']['findPage']>[0]['filter'],
      readonly number[],
    ])[] = [
      ['nothing', {}, [5, 4, 3, 2, 1]],
      ['agent', { agent: { key: anna, scope: 'direct' } }, [2, 1]],
      ['related agent, direct included', { agent: { key: anna, scope: 'related' } }, [3, 2, 1]],
      ['two agents', { agent: { key: agentKey('bert'), scope: 'direct' }, also: { key: anna, scope: 'related' } }, [3]],
      ['the same agent twice', { agent: { key: anna, scope: 'direct' }, also: { key: anna, scope: 'direct' } }, [2, 1]],
      ['a second agent alone', { also: { key: agentKey('lrs'), scope: 'related' } }, [4, 3, 2, 1]],
      ['activity', { activity: { iri: d1, scope: 'direct' } }, [3, 2, 1]],
      ['related activity, direct included', { activity: { iri: d1, scope: 'related' } }, [4, 3, 2, 1]],
      ['verb', { verb: verbIri('completed') }, [5, 4, 2]],
      ['registration', { registration: uuid(901) }, [4, 3]],
      ['agent and verb', { agent: { key: anna, scope: 'direct' }, verb: verbIri('completed') }, [2]],
      [
        'related agent and related activity',
        {
          agent: { key: agentKey('lrs'), scope: 'related' },
          activity: { iri: activityIri('course'), scope: 'related' },
        },
        [3, 2, 1],
      ],
      [
        'an activity within another',
        { activity: { iri: d1, scope: 'direct' }, within: activityIri('course') },
        [3, 2, 1],
      ],
      ['whatever names an activity, as its object too', { within: activityIri('course') }, [5, 3, 2, 1]],
      [
        'within an activity that the statement names otherwise',
        { activity: { iri: d1, scope: 'related' }, within: d1 },
        [4, 3, 2, 1],
      ],
      ['within an activity nobody has named', { within: activityIri('nothing') }, []],
      [
        'all four',
        {
          agent: { key: anna, scope: 'related' },
          activity: { iri: d1, scope: 'related' },
          verb: verbIri('started'),
          registration: uuid(901),
        },
        [3],
      ],
      ['an agent nobody has named', { agent: { key: agentKey('nobody'), scope: 'related' } }, []],
      ['a verb used as an activity', { activity: { iri: verbIri('completed'), scope: 'related' } }, []],
      [
        'a match of each part but not of all',
        { agent: { key: agentKey('cora'), scope: 'direct' }, verb: verbIri('started') },
        [],
      ],
    ];

    test.each(cases)('%s', (_name, filter, expected) =>
      withStore(open, async (store) => {
        await append(store, 1, ...sketches);
        const ids = expected.map(uuid);
        expect(await readAll(store, nordwerk, filter)).toEqual(ids);
        expect(await readAll(store, nordwerk, filter, { ascending: true, limit: 1 })).toEqual(ids.toReversed());
      }),
    );

    test("agents are found by the end of their key, each once, in order, their own organisation's alone", () =>
      withStore(open, async (store) => {
        await append(store, 1, ...sketches, { id: uuid(6), actor: 'Jörg 😀' }, { id: uuid(7), actor: 'x anna' });
        await appendFor(store, suedwerk, 1, { id: uuid(1), actor: 'y anna' });
        const found = (ending: string, limit = 10) => store.statements.listAgentKeysEnding(nordwerk, ending, limit);
        expect(await found('anna')).toEqual([agentKey('anna'), agentKey('x anna')]);
        expect(await found('a')).toEqual([agentKey('anna'), agentKey('cora'), agentKey('x anna')]);
        expect(await found('a', 2)).toEqual([agentKey('anna'), agentKey('cora')]);
        expect(await found('örg 😀')).toEqual([agentKey('Jörg 😀')]);
        expect(await found('ANNA')).toEqual([]);
        expect(await found('ann_')).toEqual([]);
        expect(await found(verbIri('completed'))).toEqual([]);
      }));

    test("IRIs are found by how they begin, in order, their own organisation's alone", () =>
      withStore(open, async (store) => {
        await append(
          store,
          1,
          { id: uuid(1), activity: 'b/1' },
          { id: uuid(2), activity: 'b', relatedActivities: ['b/😀', 'c'] },
          { id: uuid(3), activity: 'b%' },
        );
        await appendFor(store, suedwerk, 1, { id: uuid(1), activity: 'b/2' });
        const found = (beginning: string, limit = 10) => store.statements.listIrisBeginning(nordwerk, beginning, limit);
        expect(await found(activityIri('b'))).toEqual(['b', 'b%', 'b/1', 'b/😀'].map(activityIri));
        expect(await found(activityIri('b'), 2)).toEqual(['b', 'b%'].map(activityIri));
        expect(await found(activityIri('b/'))).toEqual(['b/1', 'b/😀'].map(activityIri));
        expect(await found(activityIri('B'))).toEqual([]);
        expect(await found(activityIri('b_'))).toEqual([]);
        expect(await found(verbIri('comp'))).toEqual([verbIri('completed')]);
      }));

    test('organisations never see each other, the same ids, agents and IRIs notwithstanding', () =>
      withStore(open, async (store) => {
        await appendFor(store, nordwerk, 1, ...sketches);
        await appendFor(
          store,
          suedwerk,
          2,
          { ...sketches[0]!, content: 'other' },
          { id: uuid(77), voids: uuid(2) },
          { id: uuid(78), refersTo: uuid(5) },
        );
        expect(await readAll(store, suedwerk, {})).toEqual([uuid(78), uuid(77), uuid(1)]);
        expect(await readAll(store, nordwerk, {})).toEqual([5, 4, 3, 2, 1].map(uuid));
        expect(
          await readAll(store, suedwerk, {
            agent: { key: anna, scope: 'related' },
            activity: { iri: d1, scope: 'direct' },
          }),
        ).toEqual([uuid(1)]);
        expect(await readAll(store, suedwerk, { agent: { key: agentKey('cora'), scope: 'related' } })).toEqual([]);
        expect(await store.statements.findStatement(suedwerk, uuid(2))).toBeUndefined();
        expect(await store.statements.findStatement(nordwerk, uuid(2))).toMatchObject({ voided: false });
        expect(JSON.parse((await store.statements.findStatement(suedwerk, uuid(1)))!.text).context.content).toBe(
          'other',
        );
      }));

    test('paging goes on behind a position, while new statements arrive', () =>
      withStore(open, async (store) => {
        await append(store, 1, ...sketches);
        const verb = verbIri('completed');
        const page = await store.statements.findPage({
          organisation: nordwerk,
          filter: { verb },
          ascending: false,
          limit: 2,
        });
        expect(page.statements.map(({ id }) => id)).toEqual([uuid(5), uuid(4)]);
        expect(page.more).toBe(true);
        await append(store, 2, { id: uuid(6) });
        const rest = await store.statements.findPage({
          organisation: nordwerk,
          filter: { verb },
          ascending: false,
          limit: 2,
          after: page.statements[1]!.position,
        });
        expect(rest.statements.map(({ id }) => id)).toEqual([uuid(2)]);
        expect(rest.more).toBe(false);
      }));

    test('joins long ranges of which little meets', () =>
      withStore(open, async (store) => {
        const many = Array.from({ length: 3000 }, (_, index): StatementSketch => ({
          id: uuid(10_000 + index),
          actor: index % 3 === 0 || index === 1399 ? 'anna' : 'bert',
          verb: index % 3 === 1 ? 'passed' : 'progressed',
          relatedAgents: ['lrs'],
        }));
        for (let index = 0; index < many.length; index += 500)
          await append(store, index, ...many.slice(index, index + 500));
        const filter = { agent: { key: anna, scope: 'direct' }, verb: verbIri('passed') } as const;
        expect(await readAll(store, nordwerk, filter)).toEqual([uuid(11_399)]);
        expect(await readAll(store, nordwerk, filter, { ascending: true })).toEqual([uuid(11_399)]);
        const bert = { agent: { key: agentKey('bert'), scope: 'related' }, verb: verbIri('passed') } as const;
        const passed = many.filter(({ actor, verb }) => actor === 'bert' && verb === 'passed').map(({ id }) => id);
        expect(await readAll(store, nordwerk, bert, { ascending: true, limit: 70 })).toEqual(passed);
        expect(await readAll(store, nordwerk, bert, { limit: 400 })).toEqual(passed.toReversed());
        const all = {
          agent: { key: agentKey('lrs'), scope: 'related' },
          activity: { iri: activityIri('unit'), scope: 'direct' },
        } as const;
        expect(await readAll(store, nordwerk, all, { ascending: true, limit: 900 })).toEqual(many.map(({ id }) => id));
        expect(await readAll(store, nordwerk, all, { limit: 2500 })).toEqual(many.map(({ id }) => id).toReversed());
      }));
  });
}
