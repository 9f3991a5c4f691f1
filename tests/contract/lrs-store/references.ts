import { describe, expect, test } from '@jest/globals';
import { type LrsStore, maxInheritedTerms, organisationId, type StatementFilter } from '../../../lrs/store/index.js';
import {
  activityIri,
  agentKey,
  preparedStatement,
  type StatementSketch,
  uuid,
  verbIri,
} from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, readAll, suedwerk, withStore } from './factory.js';

/** Every order of some values. */
function permutations<T>(values: readonly T[]): readonly (readonly T[])[] {
  if (values.length < 2) return [values];
  return values.flatMap((value, index) => permutations(values.toSpliced(index, 1)).map((rest) => [value, ...rest]));
}

/** What every adapter must do with StatementRefs and voiding, in whatever order the statements arrive. */
export function referenceContract(open: LrsStoreFactory): void {
  const append = async (store: LrsStore, ...sketches: readonly StatementSketch[]): Promise<void> => {
    const result = await store.statements.appendStatements({
      organisation: nordwerk,
      statements: sketches.map(preparedStatement),
      now: at(1),
    });
    expect(result.kind).toBe('stored');
  };
  const found = async (store: LrsStore, filter: StatementFilter): Promise<readonly string[]> =>
    (await readAll(store, nordwerk, filter)).toSorted();
  const isVoided = async (store: LrsStore, id: string): Promise<boolean | undefined> =>
    (await store.statements.findStatement(nordwerk, id))?.voided;

  const original: StatementSketch = {
    id: uuid(1),
    actor: 'ben',
    verb: 'passed',
    activity: 'explosives',
    registration: uuid(900),
    relatedActivities: ['course'],
    relatedAgents: ['lrs'],
  };
  const confirming: StatementSketch = { id: uuid(2), actor: 'andrew', verb: 'confirmed', refersTo: uuid(1) };
  const noting: StatementSketch = { id: uuid(3), actor: 'zoe', verb: 'noted', refersTo: uuid(2) };
  const voiding: StatementSketch = { id: uuid(4), actor: 'admin', voids: uuid(1) };

  describe('references', () => {
    test.each(permutations([original, confirming, noting]))(
      'inherit through a chain, stored as %j, %j, %j',
      (...order) =>
        withStore(open, async (store) => {
          for (const sketch of order) await append(store, sketch);
          const all = [uuid(1), uuid(2), uuid(3)];
          expect(await found(store, { agent: { key: agentKey('ben'), scope: 'direct' } })).toEqual(all);
          expect(await found(store, { agent: { key: agentKey('lrs'), scope: 'related' } })).toEqual(all);
          expect(await found(store, { agent: { key: agentKey('lrs'), scope: 'direct' } })).toEqual([]);
          expect(await found(store, { activity: { iri: activityIri('explosives'), scope: 'direct' } })).toEqual(all);
          expect(await found(store, { activity: { iri: activityIri('course'), scope: 'related' } })).toEqual(all);
          expect(await found(store, { verb: verbIri('passed'), registration: uuid(900) })).toEqual(all);
          expect(await found(store, { verb: verbIri('confirmed') })).toEqual([uuid(2), uuid(3)]);
          expect(
            await found(store, { agent: { key: agentKey('zoe'), scope: 'direct' }, verb: verbIri('passed') }),
          ).toEqual([uuid(3)]);
        }),
    );

    describe('to a statement that names very much', () => {
      const named = 2_000;
      const rich: StatementSketch = {
        id: uuid(1),
        relatedActivities: Array.from({ length: named }, (_, index) => `part-${index}`),
      };
      const references = (from: number, count: number): readonly StatementSketch[] =>
        Array.from({ length: count }, (_, index) => ({ id: uuid(10 + from + index), refersTo: uuid(1) }));
      const many = Math.ceil(maxInheritedTerms / named) + 1;
      const few = Math.floor(many / 2);
      const refused = async (store: LrsStore, ...sketches: readonly StatementSketch[]): Promise<void> => {
        await expect(
          store.statements.appendStatements({
            organisation: nordwerk,
            statements: sketches.map(preparedStatement),
            now: at(1),
          }),
        ).rejects.toMatchObject({ code: 'too-large' });
      };
      const last: StatementFilter = { activity: { iri: activityIri(`part-${named - 1}`), scope: 'related' } };

      test('are too large a batch where they are too many, and are taken in smaller ones', () =>
        withStore(open, async (store) => {
          await append(store, rich);
          await refused(store, ...references(0, many));
          expect(await found(store, {})).toEqual([uuid(1)]);
          await append(store, ...references(0, few));
          await append(store, ...references(few, few));
          expect(await found(store, last)).toHaveLength(1 + 2 * few);
        }));

      test('refuse it where it comes behind too many of them', () =>
        withStore(open, async (store) => {
          await append(store, ...references(0, many));
          await refused(store, rich);
          expect(await found(store, {})).toHaveLength(many);
          expect(await found(store, last)).toEqual([]);
          await append(store, { id: uuid(1), activity: 'unit' });
          expect(await found(store, { activity: { iri: activityIri('unit'), scope: 'direct' } })).toHaveLength(
            1 + many,
          );
        }));
    });

    test('since and until look at the reference itself', () =>
      withStore(open, async (store) => {
        await append(store, original);
        await append(store, confirming);
        const since = (await store.statements.findStatement(nordwerk, uuid(1)))!.stored;
        expect(await found(store, { verb: verbIri('passed'), since })).toEqual([uuid(2)]);
        expect(await found(store, { verb: verbIri('passed'), until: since })).toEqual([uuid(1)]);
      }));

    test('go in circles without harm', () =>
      withStore(open, async (store) => {
        await append(
          store,
          { id: uuid(1), actor: 'a', refersTo: uuid(2) },
          { id: uuid(2), actor: 'b', refersTo: uuid(3) },
        );
        await append(
          store,
          { id: uuid(3), actor: 'c', refersTo: uuid(1) },
          { id: uuid(5), actor: 'self', refersTo: uuid(5) },
        );
        for (const name of ['a', 'b', 'c'])
          expect(await found(store, { agent: { key: agentKey(name), scope: 'direct' } })).toEqual([
            uuid(1),
            uuid(2),
            uuid(3),
          ]);
        expect(await found(store, { agent: { key: agentKey('self'), scope: 'direct' } })).toEqual([uuid(5)]);
      }));
  });

  describe('voiding', () => {
    test.each(permutations([original, confirming, voiding]))(
      'hides the target and nothing else, stored as %j, %j, %j',
      (...order) =>
        withStore(open, async (store) => {
          for (const sketch of order) await append(store, sketch);
          expect(await isVoided(store, uuid(1))).toBe(true);
          expect(await isVoided(store, uuid(4))).toBe(false);
          expect(await found(store, {})).toEqual([uuid(2), uuid(4)]);
          // Whoever queries by the voided statement's verb finds what refers to it, the voiding statement included.
          expect(await found(store, { verb: verbIri('passed') })).toEqual([uuid(2), uuid(4)]);
          expect(
            await found(store, {
              activity: { iri: activityIri('explosives'), scope: 'direct' },
              verb: verbIri('voided'),
            }),
          ).toEqual([uuid(4)]);
        }),
    );

    test('keeps what was voided to be listed, by what it says and by what refers to it, each organisation its own', () =>
      withStore(open, async (store) => {
        await append(
          store,
          original,
          { id: uuid(6), actor: 'andrew', refersTo: uuid(1) },
          { id: uuid(7) },
          voiding,
          { id: uuid(8), voids: uuid(6) },
          { id: uuid(9), voids: uuid(1) },
        );
        await store.statements.appendStatements({
          organisation: suedwerk,
          now: at(1),
          statements: [preparedStatement({ id: uuid(8), voids: uuid(7) })],
        });
        const listed = async (filter: StatementFilter) =>
          (await store.statements.listVoidedStatements(nordwerk, filter)).map(({ id, position }) => [id, position]);
        expect(await listed({})).toEqual([
          [uuid(1), 1],
          [uuid(6), 2],
        ]);
        expect(await listed({ verb: verbIri('passed') })).toEqual([
          [uuid(1), 1],
          [uuid(6), 2],
        ]);
        expect(await listed({ agent: { key: agentKey('andrew'), scope: 'direct' } })).toEqual([[uuid(6), 2]]);
        expect(await listed({ agent: { key: agentKey('zoe'), scope: 'direct' } })).toEqual([]);
        expect(await listed({ since: (await store.statements.findStatement(nordwerk, uuid(6)))!.stored })).toEqual([]);
        expect(await store.statements.listVoidedStatements(suedwerk, {})).toEqual([]);
        expect(await store.statements.listVoidedStatements(organisationId('nobody')!, {})).toEqual([]);
      }));

    test('works inside one batch, in both orders', () =>
      withStore(open, async (store) => {
        await append(store, original, voiding);
        await append(store, { id: uuid(6), voids: uuid(7) }, { id: uuid(7), actor: 'ben' });
        expect(await found(store, {})).toEqual([uuid(4), uuid(6)]);
      }));

    test.each(permutations([voiding, { id: uuid(5), voids: uuid(4) }]))(
      'of a voiding statement is stored without effect, as %j, %j',
      (...order) =>
        withStore(open, async (store) => {
          await append(store, original);
          for (const sketch of order) await append(store, sketch);
          expect(await isVoided(store, uuid(4))).toBe(false);
          expect(await isVoided(store, uuid(1))).toBe(true);
          expect(await found(store, {})).toEqual([uuid(4), uuid(5)]);
        }),
    );

    test('of what refers back to the voiding statement leaves it nowhere', () =>
      withStore(open, async (store) => {
        await append(store, { id: uuid(1), actor: 'anna', refersTo: uuid(2) });
        await append(store, { id: uuid(2), actor: 'bert', voids: uuid(1) });
        expect(await found(store, {})).toEqual([uuid(2)]);
        expect(await found(store, { agent: { key: agentKey('anna'), scope: 'direct' } })).toEqual([uuid(2)]);
        expect(await found(store, { verb: verbIri('voided') })).toEqual([uuid(2)]);
      }));

    test('twice is voided once; a voided reference still hands on', () =>
      withStore(open, async (store) => {
        await append(
          store,
          original,
          confirming,
          noting,
          voiding,
          { id: uuid(5), voids: uuid(1) },
          { id: uuid(6), voids: uuid(2) },
        );
        expect(await found(store, {})).toEqual([uuid(3), uuid(4), uuid(5), uuid(6)]);
        expect(await found(store, { agent: { key: agentKey('ben'), scope: 'direct' } })).toEqual([
          uuid(3),
          uuid(4),
          uuid(5),
          uuid(6),
        ]);
      }));
  });
}
