import type { OrganisationId } from '../../lrs/index.js';
import type { Identity } from './identity.js';

/** A person's name, kept here and nowhere else. */
export interface PersonName {
  /** `null`: the one who knows has not told it, or has taken it back. */
  readonly name: string | null;
  /** When it was recorded, ISO 8601 UTC. */
  readonly recorded: string;
}

/** Somebody to be found or entered, with what has just been said about them. */
export interface PersonClaims extends Identity {
  /** UUID of the person to enter if nobody has this identity. */
  readonly newPerson: string;
  /** The name; left out if nothing was said about it, which leaves what is known. */
  readonly name?: string;
}

/** Number of rows about people that an erasure removed. */
export interface PeopleErasureCounts {
  readonly identities: number;
  readonly names: number;
}

/**
 * Commands of people. Each command may be repeated whole, e.g. where its answer got lost: that changes nothing more.
 */
export interface PeopleCommands {
  /**
   * Finds the people of these identities, entering those who are new, and keeps the names. A name counts from its
   * instant: one that was learnt at the same time or earlier than the one that is kept, changes nothing.
   * @param now when the names were told, ISO 8601 UTC
   * @returns the persons' UUIDs in the order of the introductions
   */
  ensurePersons(organisation: OrganisationId, claims: readonly PersonClaims[], now: string): Promise<readonly string[]>;
  /** Erases identities for good, known or not; and the person with the name once no identity is left. */
  eraseIdentities(organisation: OrganisationId, identities: readonly Identity[]): Promise<PeopleErasureCounts>;
}

/** Queries of people. */
export interface PeopleQueries {
  /** The person's UUID. */
  findPersonByIdentity(organisation: OrganisationId, identity: Identity): Promise<string | undefined>;
  /** All that a person is known as, ascending by issuer and subject. */
  listIdentities(organisation: OrganisationId, person: string): Promise<readonly Identity[]>;
  /** The names of those persons of whom one has been learnt. */
  findNames(organisation: OrganisationId, persons: readonly string[]): Promise<ReadonlyMap<string, PersonName>>;
}

/**
 * The port of people to their store. Every adapter passes the contract suite in `tests/contract/people-store` and
 * answers like the model in `tests/support/`. Every call throws LotseError `store-unavailable` if the store cannot
 * take or give data; a command then has written nothing.
 */
export interface PeopleStore extends PeopleCommands, PeopleQueries {}
