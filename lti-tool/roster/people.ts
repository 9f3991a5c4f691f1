import { newUuid } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { PersonClaims, PeopleStore } from '../../people/index.js';
import type { Member } from '../platform/index.js';

/** A member who is a person of ours. The name is not stored here: it has one table. */
export interface ListedMember extends Omit<Member, 'name'> {
  /** The person's UUID. */
  readonly person: string;
}

/** Finds the persons of members, creating new ones, and stores the names from the LMS. */
export async function introduce(
  people: Pick<PeopleStore, 'ensurePersons'>,
  organisation: OrganisationId,
  issuer: string,
  members: readonly Member[],
  now: string,
): Promise<readonly ListedMember[]> {
  const introductions = members.map(({ subject, name }): PersonClaims => ({
    issuer,
    subject,
    newPerson: newUuid(),
    ...(name === undefined ? {} : { name }),
  }));
  const persons = await people.ensurePersons(organisation, introductions, now);
  return members.map(({ subject, roles }, index) => ({ subject, roles, person: persons[index]! }));
}
