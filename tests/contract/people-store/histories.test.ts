import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { peopleStore } from '../../../adapters/sqlite/index.js';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Identity, PersonClaims, PeopleStore } from '../../../people/store/index.js';
import { modelPeopleStore } from '../../support/model/people.js';
import { temporarySqlite } from '../../support/sqlite.js';

/** How many histories are tried; raise it for a long run. */
const runs = Number(process.env['HISTORY_RUNS'] ?? 50);

const persons = ['u1', 'u2', 'u3', 'u4'];
const issuers = ['https://lms.example', 'https://idp.example'];
const subjects = ['aylin', 'Aylin', 'bärbel', ''];
const identities: readonly Identity[] = issuers.flatMap((issuer) => subjects.map((subject) => ({ issuer, subject })));
const minute = (number: number): string => new Date(Date.UTC(2026, 2, 1, 8, number)).toISOString();

type Step =
  | { readonly kind: 'introduce'; readonly introductions: readonly PersonClaims[]; readonly minute: number }
  | { readonly kind: 'erase'; readonly identities: readonly Identity[] };

/** A step in the first or second organisation of its history, and whether its answer gets lost so that it is repeated. */
type Taken = Step & { readonly at: 0 | 1; readonly repeated: boolean };

/** The two organisations of a history. */
type Organisations = readonly [OrganisationId, OrganisationId];

const identity = fc.constantFrom(...identities);
const common = { at: fc.constantFrom<0 | 1>(0, 1), repeated: fc.boolean() };
const step: fc.Arbitrary<Taken> = fc.oneof(
  fc.record({
    ...common,
    kind: fc.constant('introduce' as const),
    minute: fc.integer({ min: 0, max: 5 }),
    introductions: fc.array(
      fc
        .tuple(identity, fc.constantFrom(...persons), fc.option(fc.constantFrom('A', 'B', 'Ç'), { nil: undefined }))
        .map(([known, newPerson, name]) => ({ ...known, newPerson, ...(name === undefined ? {} : { name }) })),
      { maxLength: 4 },
    ),
  }),
  fc.record({ ...common, kind: fc.constant('erase' as const), identities: fc.array(identity, { maxLength: 3 }) }),
);

const take = (store: PeopleStore, organisations: Organisations, taken: Taken): Promise<unknown> =>
  taken.kind === 'introduce'
    ? store.ensurePersons(organisations[taken.at], taken.introductions, minute(taken.minute))
    : store.eraseIdentities(organisations[taken.at], taken.identities);

/** All that a store has, looked at from every side. */
async function wholeState(store: PeopleStore, organisations: Organisations): Promise<unknown> {
  return Promise.all(
    organisations.map(async (organisation) => [
      await Promise.all(identities.map((each) => store.findPersonByIdentity(organisation, each))),
      await Promise.all(persons.map((each) => store.listIdentities(organisation, each))),
      [...(await store.findNames(organisation, persons))].sort(([one], [another]) => (one < another ? -1 : 1)),
    ]),
  );
}

describe('random histories of people', () => {
  test(
    'get the same answers from the model and from SQLite; a repeated command changes nothing more',
    async () => {
      const { engine, close } = await temporarySqlite();
      const sqlite = peopleStore(engine);
      let histories = 0;
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), async (steps) => {
            histories += 1;
            const organisations: Organisations = [
              `nord-${histories}` as OrganisationId,
              `sued-${histories}` as OrganisationId,
            ];
            const model = modelPeopleStore();
            for (const taken of steps) {
              const answer = await take(model, organisations, taken);
              expect(await take(sqlite, organisations, taken)).toEqual(answer);
              if (!taken.repeated) continue;
              const before = await wholeState(sqlite, organisations);
              const again = await take(sqlite, organisations, taken);
              expect(again).toEqual(taken.kind === 'introduce' ? answer : { identities: 0, names: 0 });
              expect(await wholeState(sqlite, organisations)).toEqual(before);
            }
            expect(await wholeState(sqlite, organisations)).toEqual(await wholeState(model, organisations));
          }),
          { numRuns: runs },
        );
      } finally {
        await close();
      }
    },
    10_000 + runs * 2_000,
  );
});
