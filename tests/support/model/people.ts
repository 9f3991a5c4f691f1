import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Identity, PeopleStore, PersonName } from '../../../people/store/index.js';

interface KnownIdentity extends Identity {
  readonly organisation: OrganisationId;
  readonly person: string;
}

interface KnownName {
  readonly organisation: OrganisationId;
  readonly person: string;
  readonly name: PersonName;
}

const inOrder = (left: Identity, right: Identity): number =>
  left.issuer === right.issuer ? (left.subject < right.subject ? -1 : 1) : left.issuer < right.issuer ? -1 : 1;

/** The store of people as arrays and filters: slow, and obviously right. */
export function modelPeopleStore(): PeopleStore {
  let identities: KnownIdentity[] = [];
  let names: KnownName[] = [];

  const isOf = (identity: Identity, organisation: OrganisationId) => (known: KnownIdentity) =>
    known.organisation === organisation && known.issuer === identity.issuer && known.subject === identity.subject;
  const personOf = (organisation: OrganisationId, identity: Identity): string | undefined =>
    identities.find(isOf(identity, organisation))?.person;
  const nameOf = (organisation: OrganisationId, person: string): PersonName | undefined =>
    names.find((each) => each.organisation === organisation && each.person === person)?.name;

  return {
    ensurePersons: async (organisation, introductions, now) =>
      introductions.map(({ issuer, subject, newPerson, name }) => {
        const person = personOf(organisation, { issuer, subject }) ?? newPerson;
        if (personOf(organisation, { issuer, subject }) === undefined)
          identities = [...identities, { organisation, issuer, subject, person }];
        const known = nameOf(organisation, person);
        if (name !== undefined && (known === undefined || known.recorded < now))
          names = [
            ...names.filter((each) => each.organisation !== organisation || each.person !== person),
            { organisation, person, name: { name, recorded: now } },
          ];
        return person;
      }),
    eraseIdentities: async (organisation, gone) => {
      const before = { identities: identities.length, names: names.length };
      const persons = gone.map((identity) => personOf(organisation, identity));
      for (const identity of gone) identities = identities.filter((known) => !isOf(identity, organisation)(known));
      const isLeft = (person: string): boolean =>
        identities.some((known) => known.organisation === organisation && known.person === person);
      names = names.filter(
        (each) => each.organisation !== organisation || !persons.includes(each.person) || isLeft(each.person),
      );
      return { identities: before.identities - identities.length, names: before.names - names.length };
    },
    findPersonByIdentity: async (organisation, identity) => personOf(organisation, identity),
    listIdentities: async (organisation, person) =>
      identities
        .filter((known) => known.organisation === organisation && known.person === person)
        .map(({ issuer, subject }) => ({ issuer, subject }))
        .sort(inOrder),
    findNames: async (organisation, persons) =>
      new Map(
        names
          .filter((each) => each.organisation === organisation && persons.includes(each.person))
          .map(({ person, name }) => [person, name]),
      ),
  };
}
