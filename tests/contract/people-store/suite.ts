import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { PeopleStore } from '../../../people/store/index.js';

/** A fresh, empty store and how to get rid of it. */
export interface StoreUnderTest {
  readonly store: PeopleStore;
  readonly close: () => Promise<void>;
}

const nord = 'nordwerk' as OrganisationId;
const sued = 'suedwerk' as OrganisationId;
const issuer = 'https://lms.example';
const other = 'https://other.example';
const aylin = { issuer, subject: 'aylin' };
const instant = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString();

/** The behaviour that every store of people has. */
export function peopleStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`people (${name})`, () => {
    let opened: StoreUnderTest;
    let store: PeopleStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    test('an identity is the same person every time, also when many ask at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          store.ensurePersons(nord, [{ ...aylin, newPerson: `u${index}` }], instant(0)),
        ),
      );
      expect(new Set(answers.flat()).size).toBe(1);
      expect(await store.findPersonByIdentity(nord, aylin)).toBe(answers[0]![0]);
      expect(await store.listIdentities(nord, answers[0]![0]!)).toEqual([aylin]);
    });

    test('the same identity is another person in another organisation', async () => {
      await store.ensurePersons(nord, [{ ...aylin, newPerson: 'u1', name: 'Aylin Kaya' }], instant(0));
      expect(await store.findPersonByIdentity(sued, aylin)).toBeUndefined();
      expect(await store.ensurePersons(sued, [{ ...aylin, newPerson: 'u2' }], instant(0))).toEqual(['u2']);
      expect([...(await store.findNames(sued, ['u1', 'u2']))]).toEqual([]);
      expect(await store.listIdentities(sued, 'u1')).toEqual([]);
    });

    test('the last name that was told counts; silence leaves it', async () => {
      await store.ensurePersons(nord, [{ ...aylin, newPerson: 'u1', name: 'Aylin K.' }], instant(0));
      await store.ensurePersons(
        nord,
        [
          { ...aylin, newPerson: 'u9', name: 'Aylin Kaya' },
          { ...aylin, subject: 'jonas', newPerson: 'u2' },
        ],
        instant(1),
      );
      await store.ensurePersons(nord, [{ ...aylin, newPerson: 'u8' }], instant(2));
      expect([...(await store.findNames(nord, ['u1', 'u2', 'u3']))]).toEqual([
        ['u1', { name: 'Aylin Kaya', recorded: instant(1) }],
      ]);
    });

    test('a command that is repeated whole, because its answer got lost, changes nothing and answers alike', async () => {
      const first = [{ ...aylin, newPerson: 'u1', name: 'Aylin K.' }];
      const answer = await store.ensurePersons(nord, first, instant(0));
      await store.ensurePersons(nord, [{ ...aylin, newPerson: 'u2', name: 'Aylin Kaya' }], instant(1));
      expect(await store.ensurePersons(nord, first, instant(0))).toEqual(answer);
      expect([...(await store.findNames(nord, ['u1']))]).toEqual([
        ['u1', { name: 'Aylin Kaya', recorded: instant(1) }],
      ]);
    });

    test('people can be entered by the identities that they have in several places, and are listed in order', async () => {
      const both = [
        { issuer: other, subject: 'a.kaya', newPerson: 'u1' },
        { ...aylin, newPerson: 'u1' },
      ];
      expect(await store.ensurePersons(nord, both, instant(0))).toEqual(['u1', 'u1']);
      expect(await store.listIdentities(nord, 'u1')).toEqual([aylin, { issuer: other, subject: 'a.kaya' }]);
    });

    describe('erasing', () => {
      beforeEach(async () => {
        await store.ensurePersons(
          nord,
          [
            { ...aylin, newPerson: 'a', name: 'Aylin' },
            { issuer, subject: 'bert', newPerson: 'b', name: 'Bert' },
            { issuer: other, subject: 'aylin', newPerson: 'c', name: 'Aylin II' },
            { issuer: other, subject: 'bert', newPerson: 'b' },
          ],
          instant(0),
        );
        await store.ensurePersons(sued, [{ ...aylin, newPerson: 'd', name: 'Aylin III' }], instant(0));
      });

      test("removes an identity with its person and name, and nobody else's", async () => {
        expect(await store.eraseIdentities(nord, [aylin])).toEqual({ identities: 1, names: 1 });
        expect(await store.findPersonByIdentity(nord, aylin)).toBeUndefined();
        expect([...(await store.findNames(nord, ['a', 'b', 'c'])).keys()].sort()).toEqual(['b', 'c']);
        expect([...(await store.findNames(sued, ['d'])).keys()]).toEqual(['d']);
        expect(await store.eraseIdentities(nord, [aylin])).toEqual({ identities: 0, names: 0 });
      });

      test('a person stays, with the name, while another identity is left', async () => {
        expect(await store.eraseIdentities(nord, [{ issuer, subject: 'bert' }])).toEqual({ identities: 1, names: 0 });
        expect(await store.listIdentities(nord, 'b')).toEqual([{ issuer: other, subject: 'bert' }]);
        expect(
          await store.eraseIdentities(nord, [
            { issuer, subject: 'bert' },
            { issuer: other, subject: 'bert' },
            { issuer, subject: 'nobody' },
          ]),
        ).toEqual({ identities: 1, names: 1 });
        expect((await store.findNames(nord, ['b'])).size).toBe(0);
      });

      test('who comes again is somebody new', async () => {
        await store.eraseIdentities(nord, [aylin]);
        expect(await store.ensurePersons(nord, [{ ...aylin, newPerson: 'e' }], instant(1))).toEqual(['e']);
        expect((await store.findNames(nord, ['a', 'e'])).size).toBe(0);
      });
    });
  });
}
