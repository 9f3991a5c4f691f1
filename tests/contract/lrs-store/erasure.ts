import { describe, expect, test } from '@jest/globals';
import { type LrsStore, organisationId, type OrganisationId, type StatementFilter } from '../../../lrs/store/index.js';
import {
  activityIri,
  agentKey,
  preparedStatement,
  type StatementSketch,
  uuid,
  verbIri,
} from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, readAll, suedwerk, withStore } from './factory.js';

/** What every adapter must do where statements are erased. */
export function erasureContract(open: LrsStoreFactory): void {
  const append = async (store: LrsStore, ...sketches: readonly StatementSketch[]): Promise<void> => {
    expect(
      (
        await store.statements.appendStatements({
          organisation: nordwerk,
          statements: sketches.map(preparedStatement),
          now: at(1),
        })
      ).kind,
    ).toBe('stored');
  };
  const erase = (
    store: LrsStore,
    ids: readonly string[],
    referring: readonly StatementSketch[] = [],
    organisation: OrganisationId = nordwerk,
  ) => store.statements.eraseStatements({ organisation, ids, referring: referring.map(preparedStatement), now: at(5) });
  const found = (
    store: LrsStore,
    filter: StatementFilter,
    organisation: OrganisationId = nordwerk,
  ): Promise<readonly string[]> => readAll(store, organisation, filter, { ascending: true });
  const by = (name: string, scope: 'direct' | 'related' = 'direct'): StatementFilter => ({
    agent: { key: agentKey(name), scope },
  });

  describe('erasure', () => {
    test('leaves nothing of a statement but its place in the order, and tells the stream', () =>
      withStore(open, async (store) => {
        await append(
          store,
          { id: uuid(1) },
          {
            id: uuid(2),
            actor: 'ben',
            verb: 'passed',
            activity: 'x',
            registration: uuid(900),
            relatedAgents: ['boss'],
          },
          { id: uuid(3), actor: 'ben' },
        );
        expect(await erase(store, [uuid(2), uuid(9), uuid(2)])).toEqual({ kind: 'erased', statements: [uuid(2)] });
        expect(await store.statements.findStatement(nordwerk, uuid(2))).toBeUndefined();
        expect(await found(store, {})).toEqual([uuid(1), uuid(3)]);
        expect(await found(store, by('ben'))).toEqual([uuid(3)]);
        for (const filter of [
          by('boss', 'related'),
          { verb: verbIri('passed') },
          { registration: uuid(900) },
          { activity: { iri: activityIri('x'), scope: 'direct' as const } },
        ])
          expect(await found(store, filter)).toEqual([]);
        expect(await store.statements.listAgentKeysEnding(nordwerk, 'boss', 9)).toEqual([]);
        expect(await store.statements.listAgentKeysEnding(nordwerk, 'ben', 9)).toEqual([agentKey('ben')]);
        const events = await store.stream.listEvents(0, 0, 10);
        expect(events.map(({ position, kind }) => [position, kind])).toEqual([
          [1, 'statement'],
          [3, 'statement'],
          [4, 'erasure'],
        ]);
        expect(events[2]).toMatchObject({ organisation: nordwerk, statements: [uuid(2)] });
        expect(events[2]!.stored > events[1]!.stored).toBe(true);
        expect([
          await store.stream.findHead(0),
          await store.stream.listEvents(0, 3, 10),
          await store.stream.listEvents(0, 0, 2),
        ]).toEqual([4, events.slice(2), events.slice(0, 2)]);
        await append(store, { id: uuid(4) });
        expect((await store.statements.findStatement(nordwerk, uuid(4)))!.position).toBe(5);
        expect(Date.parse(await store.statements.findNewestStored(nordwerk))).toBeGreaterThan(
          Date.parse(events[2]!.stored),
        );
      }));

    test('of what is not there, or of another organisation, changes nothing', () =>
      withStore(open, async (store) => {
        await append(store, { id: uuid(1) });
        expect(await erase(store, [uuid(1)], [], suedwerk)).toEqual({ kind: 'erased', statements: [] });
        expect(await erase(store, [uuid(2)])).toEqual({ kind: 'erased', statements: [] });
        expect(await erase(store, [])).toEqual({ kind: 'erased', statements: [] });
        await expect(erase(store, [uuid(1)], [], organisationId('nobody')!)).rejects.toMatchObject({
          code: 'not-found',
        });
        expect(await found(store, {})).toEqual([uuid(1)]);
        expect(await store.stream.findHead(0)).toBe(1);
      }));

    test('frees the id, also for another statement', () =>
      withStore(open, async (store) => {
        await append(store, { id: uuid(1) });
        await erase(store, [uuid(1)]);
        await append(store, { id: uuid(1), actor: 'cora', content: 'other' });
        expect(await found(store, by('cora'))).toEqual([uuid(1)]);
        expect((await store.statements.findStatement(nordwerk, uuid(1)))!.position).toBe(3);
      }));

    test('takes what refers to a statement out of what it was found by, but not out of what it says itself', () =>
      withStore(open, async (store) => {
        const first: StatementSketch = {
          id: uuid(2),
          actor: 'teacher',
          verb: 'confirmed',
          refersTo: uuid(1),
          relatedAgents: ['ben'],
        };
        const second: StatementSketch = { id: uuid(3), actor: 'boss', verb: 'noted', refersTo: uuid(2) };
        const back: StatementSketch = { id: uuid(4), actor: 'cora', verb: 'noted', refersTo: uuid(5) };
        const forth: StatementSketch = { id: uuid(5), actor: 'dora', verb: 'noted', refersTo: uuid(4) };
        await append(store, { id: uuid(1), actor: 'ben', activity: 'x' }, first, second, back, forth, {
          id: uuid(6),
          actor: 'eve',
          refersTo: uuid(4),
        });
        expect(await found(store, by('ben'))).toEqual([uuid(1), uuid(2), uuid(3)]);
        expect((await store.statements.listReferringStatements(nordwerk, [uuid(1)])).map(({ id }) => id)).toEqual([
          uuid(2),
          uuid(3),
        ]);
        // Without being told what the others say themselves, nobody can take away only what they inherited.
        expect(await erase(store, [uuid(1)], [first])).toEqual({ kind: 'referred' });
        expect(await found(store, by('ben'))).toEqual([uuid(1), uuid(2), uuid(3)]);
        expect(await erase(store, [uuid(1)], [second, first])).toMatchObject({ kind: 'erased' });
        expect(await found(store, by('ben'))).toEqual([]);
        expect(await found(store, by('ben', 'related'))).toEqual([uuid(2), uuid(3)]);
        expect(await found(store, { activity: { iri: activityIri('x'), scope: 'related' } })).toEqual([]);
        expect(await found(store, by('teacher'))).toEqual([uuid(2), uuid(3)]);
        // In a circle too.
        expect(await found(store, by('dora'))).toEqual([uuid(4), uuid(5), uuid(6)]);
        expect(await erase(store, [uuid(5)], [back, { id: uuid(6), actor: 'eve', refersTo: uuid(4) }])).toMatchObject({
          kind: 'erased',
        });
        expect(await found(store, by('dora'))).toEqual([]);
        expect(await found(store, by('cora'))).toEqual([uuid(4), uuid(6)]);
      }));

    test('passes over voiding statements; a voided one goes, and its id stays voided', () =>
      withStore(open, async (store) => {
        const voiding: StatementSketch = { id: uuid(2), actor: 'teacher', voids: uuid(1) };
        await append(store, { id: uuid(1), actor: 'ben' }, voiding, { id: uuid(3), actor: 'ben', refersTo: uuid(1) });
        expect(await erase(store, [uuid(2)])).toEqual({ kind: 'erased', statements: [] });
        expect(
          (await store.statements.listReferringStatements(nordwerk, [uuid(1), uuid(2)])).map(({ id }) => id),
        ).toEqual([uuid(2), uuid(3)]);
        expect(
          await erase(store, [uuid(2), uuid(1)], [voiding, { id: uuid(3), actor: 'ben', refersTo: uuid(1) }]),
        ).toEqual({ kind: 'erased', statements: [uuid(1)] });
        expect(await found(store, by('ben'))).toEqual([uuid(3)]);
        expect(await found(store, { verb: verbIri('voided') })).toEqual([uuid(2)]);
        await append(store, { id: uuid(1), actor: 'ben' });
        expect((await store.statements.findStatement(nordwerk, uuid(1)))!.voided).toBe(true);
      }));

    test('keeps what activities are, and whom voided statements or documents name', () =>
      withStore(open, async (store) => {
        await append(
          store,
          { id: uuid(1), actor: 'ben', defines: [['x', { name: { de: 'Eins' } }]] },
          { id: uuid(2), actor: 'ben' },
          { id: uuid(3), actor: 'cora', voids: uuid(2) },
        );
        await store.documents.putDocument(
          nordwerk,
          { kind: 'agent-profile', agent: agentKey('dora') },
          { id: 'a', contentType: 'text/plain', content: new Uint8Array(1), etag: '0'.repeat(40), updated: at(0) },
          'anything',
        );
        await append(store, { id: uuid(4), actor: 'dora' });
        await erase(store, [uuid(1), uuid(4)]);
        expect([...(await store.activities.findDefinitions(nordwerk, [activityIri('x')])).values()]).toEqual([
          '{"name":{"de":"Eins"}}',
        ]);
        expect(
          await store.documents.listDocumentIds(nordwerk, { kind: 'agent-profile', agent: agentKey('dora') }),
        ).toEqual(['a']);
        // What refers to the voided statement is still found by whom that names.
        await append(store, { id: uuid(5), actor: 'eve', refersTo: uuid(2) }, { id: uuid(6), actor: 'ben' });
        expect(await found(store, by('ben'))).toEqual([uuid(3), uuid(5), uuid(6)]);
      }));

    test('of many goes over from what is settled to what is new', () =>
      withStore(open, async (store) => {
        const ids = Array.from({ length: 2300 }, (_, index) => uuid(index + 1));
        for (let at0 = 0; at0 < ids.length; at0 += 100)
          await append(
            store,
            ...ids.slice(at0, at0 + 100).map((id, index) => ({ id, actor: index % 2 === 0 ? 'ben' : 'cora' })),
          );
        const gone = ids.filter((_, index) => index % 2 === 0);
        for (let at0 = 0; at0 < gone.length; at0 += 200) await erase(store, gone.slice(at0, at0 + 200));
        expect(await found(store, by('ben'))).toEqual([]);
        expect(await found(store, {})).toEqual(ids.filter((id) => !gone.includes(id)));
        expect(await store.statements.listAgentKeysEnding(nordwerk, 'ben', 9)).toEqual([]);
      }));
  });
}
