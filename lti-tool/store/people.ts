import type { OrganisationId } from '../../lrs/index.js';

/** Who somebody is to one LMS: `iss` and `sub` of its messages. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** A person's name, kept here and nowhere else. */
export interface PersonName {
  /** `null`: the LMS has not told it, or has taken it back. */
  readonly name: string | null;
  /** When it was learnt, ISO 8601 UTC. */
  readonly learnt: string;
}

/** Somebody to be found or entered, with what the LMS has just said about them. */
export interface Introduction extends Identity {
  /** UUID of the person to enter if nobody has this identity. */
  readonly newPerson: string;
  /** The name; `undefined` where the LMS said nothing about it, which leaves what is known. */
  readonly name?: string;
}

/** What was erased of a person, in numbers. */
export interface PersonErased {
  readonly identities: number;
  readonly names: number;
  readonly placements: number;
  readonly grades: number;
  /** Logins that the LMS had begun for the person. */
  readonly logins: number;
}

/** What changes people. */
export interface PeopleCommands {
  /**
   * Finds the people of these identities, entering those who are new, and keeps the names.
   * @returns the persons' UUIDs in the order of the introductions
   */
  introduce(
    organisation: OrganisationId,
    introductions: readonly Introduction[],
    now: string,
  ): Promise<readonly string[]>;
  /**
   * Erases identities for good, known or not, and what is kept under them: placements, grades, logins that were begun
   * with the subject as `login_hint`; and the person with the name once no identity is left. Where it fails in the
   * middle, the same call goes on.
   */
  erase(organisation: OrganisationId, identities: readonly Identity[]): Promise<PersonErased>;
}

/** What reads people. */
export interface PeopleQueries {
  /** The person's UUID. */
  findByIdentity(organisation: OrganisationId, identity: Identity): Promise<string | undefined>;
  /** All that a person is known as, ascending by issuer and subject. */
  identities(organisation: OrganisationId, person: string): Promise<readonly Identity[]>;
  /** The names of those persons of whom one has been learnt. */
  names(organisation: OrganisationId, persons: readonly string[]): Promise<ReadonlyMap<string, PersonName>>;
}
