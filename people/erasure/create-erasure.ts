import { type Clock, LotseError } from '../../base/index.js';
import {
  type Agent,
  agentKey,
  type AgentKey,
  type AgentErasureCounts,
  eraseAgents,
  type LrsStore,
  type OrganisationId,
} from '../../lrs/index.js';
import { agentOfIdentity, identityOfAgent } from '../identity/index.js';
import type { Identity, PeopleErasureCounts, PeopleStore } from '../store/index.js';

/** A person to be erased, under every name they are known by. */
export interface ErasedPerson {
  /** The person's UUID; missing if no person has the given identity. */
  readonly person?: string;
  readonly identities: readonly Identity[];
  /** The actors of their statements: one per identity, and any other that was named. */
  readonly actors: readonly AgentKey[];
}

/**
 * Erases a room's data about a person. Durable on return, and idempotent: after a failure the same call continues.
 * @returns how many rows went, by what they were
 */
export type Eraser<Counts> = (organisation: OrganisationId, erased: ErasedPerson) => Promise<Counts>;

/** Dependencies of the erasure of people. */
export interface ErasureParts<Counts> {
  readonly store: LrsStore;
  readonly people: Pick<PeopleStore, 'findPersonByIdentity' | 'listIdentities' | 'eraseIdentities'>;
  /** Erases the data that other rooms keep. */
  readonly eraseElsewhere: Eraser<Counts>;
  readonly clock: Clock;
}

/** The person to erase: by our id (UUID), or by what they are known as. */
export type ErasureSubject = { readonly person: string } | { readonly agent: Agent };

/** Options of an erasure. */
export interface ErasureOptions {
  /** Statements about others that name the person, e.g. as instructor, are erased too. */
  readonly everywhere?: boolean;
}

/** Counts of everything erased for a person. */
export type PersonErasureCounts<Counts> = AgentErasureCounts & PeopleErasureCounts & Counts;

/** Erases people from all of Lotse's data. */
export interface Erasure<Counts> {
  /**
   * Erases everything about a person, under every name they are known by. Durable on return; after a failure the same
   * call continues. Evidence of competencies is erased as soon as a running server follows the stream.
   * @throws LotseError `not-found` if nothing is kept of such a person; `store-unavailable`
   */
  erase(
    organisation: OrganisationId,
    subject: ErasureSubject,
    options?: ErasureOptions,
  ): Promise<PersonErasureCounts<Counts>>;
}

const isSame = (one: Identity, other: Identity): boolean =>
  one.issuer === other.issuer && one.subject === other.subject;

export function createErasure<Counts extends Readonly<Record<keyof Counts, number>>>({
  store,
  people,
  eraseElsewhere,
  clock,
}: ErasureParts<Counts>): Erasure<Counts> {
  async function personOf(organisation: OrganisationId, subject: ErasureSubject): Promise<string | undefined> {
    if ('person' in subject) return subject.person;
    const identity = identityOfAgent(subject.agent);
    return identity === undefined ? undefined : people.findPersonByIdentity(organisation, identity);
  }

  return {
    async erase(organisation, subject, { everywhere = false } = {}) {
      const person = await personOf(organisation, subject);
      const existing = person === undefined ? [] : await people.listIdentities(organisation, person);
      const named = 'agent' in subject ? subject.agent : undefined;
      const identity = named === undefined ? undefined : identityOfAgent(named);
      const identities =
        identity === undefined || existing.some((each) => isSame(each, identity)) ? existing : [...existing, identity];
      const agents = [
        ...identities.map(agentOfIdentity),
        ...(named === undefined || identity !== undefined ? [] : [named]),
      ];
      const lrs = await eraseAgents({ store, clock }, organisation, agents, { everywhere });
      const elsewhere = await eraseElsewhere(organisation, {
        ...(person === undefined ? {} : { person }),
        identities,
        actors: agents.map((agent) => agentKey(agent)),
      });
      // Last, because these rows link a person's identities: after a failure they are needed to find the rest.
      const counts = { ...lrs, ...elsewhere, ...(await people.eraseIdentities(organisation, identities)) };
      if (Object.values<number>(counts).every((count) => count === 0))
        throw new LotseError('not-found', 'Nothing is kept of such a person in this organisation.');
      return counts;
    },
  };
}

/** Sequentially. */
export function joinErasers<First extends object, Second extends object>(
  first: Eraser<First>,
  second: Eraser<Second>,
): Eraser<First & Second> {
  return async (organisation, erased) => ({
    ...(await first(organisation, erased)),
    ...(await second(organisation, erased)),
  });
}
