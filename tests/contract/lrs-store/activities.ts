import { describe, expect, test } from '@jest/globals';
import { type LrsStore, organisationId, type OrganisationId } from '../../../lrs/store/index.js';
import { activityIri, preparedStatement, type StatementSketch, uuid } from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, suedwerk, withStore } from './factory.js';

/** What every adapter knows of activities. */
export function activityContract(open: LrsStoreFactory): void {
  const append = (store: LrsStore, organisation: OrganisationId, ...sketches: readonly StatementSketch[]) =>
    store.statements.appendStatements({ organisation, statements: sketches.map(preparedStatement), now: at(1) });
  const read = async (store: LrsStore, organisation: OrganisationId, ...names: readonly string[]): Promise<unknown> =>
    Object.fromEntries(
      [...(await store.activities.findDefinitions(organisation, names.map(activityIri)))].map(([iri, text]) => [
        iri,
        JSON.parse(text),
      ]),
    );
  const [d1, d2] = [activityIri('d1'), activityIri('d2')];

  describe('activities', () => {
    test('are what statements say of them, one after the other, in a batch and over batches', () =>
      withStore(open, async (store) => {
        await append(
          store,
          nordwerk,
          {
            id: uuid(1),
            defines: [
              ['d1', { name: { de: 'Eins' } }],
              ['d2', { type: 'https://types.example/x' }],
            ],
          },
          { id: uuid(2), defines: [['d1', { name: { en: 'One' } }]] },
        );
        expect(await read(store, nordwerk, 'd1', 'd2')).toEqual({
          [d1]: { name: { de: 'Eins', en: 'One' } },
          [d2]: { type: 'https://types.example/x' },
        });
        await append(store, nordwerk, {
          id: uuid(3),
          defines: [['d1', { name: { de: 'eins' }, type: 'https://types.example/y' }]],
        });
        expect(await read(store, nordwerk, 'd1')).toEqual({
          [d1]: { name: { de: 'eins', en: 'One' }, type: 'https://types.example/y' },
        });
      }));

    test('are left out where nothing defines them, even if statements name them', () =>
      withStore(open, async (store) => {
        await append(store, nordwerk, { id: uuid(1), activity: 'd1', relatedActivities: ['d2'] });
        expect(await read(store, nordwerk, 'd1', 'd2', 'd3')).toEqual({});
        expect(await read(store, nordwerk)).toEqual({});
        expect(await store.activities.findDefinitions(organisationId('nobody')!, [d1])).toEqual(new Map());
      }));

    test('belong to one organisation', () =>
      withStore(open, async (store) => {
        await append(store, nordwerk, { id: uuid(1), defines: [['d1', { name: { de: 'Nord' } }]] });
        expect(await read(store, suedwerk, 'd1')).toEqual({});
        await append(store, suedwerk, { id: uuid(1), defines: [['d1', { name: { de: 'Süd' } }]] });
        expect(await read(store, suedwerk, 'd1')).toEqual({ [d1]: { name: { de: 'Süd' } } });
        expect(await read(store, nordwerk, 'd1')).toEqual({ [d1]: { name: { de: 'Nord' } } });
      }));

    test('stay as they are where a batch is refused or brings nothing new', () =>
      withStore(open, async (store) => {
        const first: StatementSketch = { id: uuid(1), defines: [['d1', { name: { de: 'Eins' } }]] };
        await append(store, nordwerk, first);
        expect(
          await append(
            store,
            nordwerk,
            { id: uuid(2), defines: [['d1', { name: { fr: 'Un' } }]] },
            { id: uuid(1), content: 'other' },
          ),
        ).toMatchObject({ kind: 'conflict' });
        expect(await append(store, nordwerk, { ...first, defines: [['d1', { name: { es: 'Uno' } }]] })).toMatchObject({
          statements: [{ outcome: 'same' }],
        });
        expect(await read(store, nordwerk, 'd1')).toEqual({ [d1]: { name: { de: 'Eins' } } });
      }));

    test('outlive the statement that defined them being voided', () =>
      withStore(open, async (store) => {
        await append(
          store,
          nordwerk,
          { id: uuid(1), defines: [['d1', { name: { de: 'Eins' } }]] },
          { id: uuid(2), voids: uuid(1) },
        );
        expect(await read(store, nordwerk, 'd1')).toEqual({ [d1]: { name: { de: 'Eins' } } });
      }));
  });
}
