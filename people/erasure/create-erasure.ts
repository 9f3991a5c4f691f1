import { type Clock, LotseError } from '../../base/index.js';
import type { H5pContent } from '../../h5p-content/index.js';
import {
  type Agent,
  agentKey,
  type AgentsErased,
  eraseAgents,
  type LrsStore,
  type OrganisationId,
} from '../../lrs/index.js';
import type { Identity, LtiStore, PersonErased } from '../../lti-tool/index.js';

/** What erasing people needs. */
export interface ErasureParts {
  readonly store: LrsStore;
  readonly tool: Pick<LtiStore, 'people'>;
  readonly content: Pick<H5pContent, 'forget'>;
  readonly clock: Clock;
}

/** Who is meant: a person of ours (UUID), or what they are known as. */
export type Who = { readonly person: string } | { readonly agent: Agent };

/** How far an erasure goes. */
export interface ErasureWish {
  /** Statements about others that name the person, e.g. as instructor, are erased too. */
  readonly everywhere?: boolean;
}

/** What was erased of somebody, in numbers. */
export interface PersonGone extends AgentsErased, PersonErased {
  /** Attempts at contents. */
  readonly attempts: number;
  /** What contents remember for the person. */
  readonly states: number;
}

/** Erases people from everything that Lotse keeps. */
export interface Erasure {
  /**
   * Erases what Lotse keeps of somebody, under whatever they are known as. Durable on return; after a failure the same
   * call goes on. Evidence of competencies goes as soon as a server that runs follows the stream.
   * @throws LotseError `not-found` where nothing is kept of such a person; `store-unavailable`
   */
  erase(organisation: OrganisationId, who: Who, wish?: ErasureWish): Promise<PersonGone>;
}

const agentOf = ({ issuer, subject }: Identity): Agent => ({
  objectType: 'Agent',
  account: { homePage: issuer, name: subject },
});

/** @param parts see there */
export function createErasure({ store, tool, content, clock }: ErasureParts): Erasure {
  async function personOf(organisation: OrganisationId, who: Who): Promise<string | undefined> {
    if ('person' in who) return who.person;
    const { account } = who.agent;
    return account === undefined
      ? undefined
      : tool.people.findByIdentity(organisation, { issuer: account.homePage, subject: account.name });
  }

  return {
    async erase(organisation, who, { everywhere = false } = {}) {
      const person = await personOf(organisation, who);
      const known = person === undefined ? [] : await tool.people.identities(organisation, person);
      const named = 'agent' in who ? who.agent : undefined;
      const { homePage, name } = named?.account ?? {};
      const identities =
        homePage === undefined ||
        name === undefined ||
        known.some(({ issuer, subject }) => issuer === homePage && subject === name)
          ? known
          : [...known, { issuer: homePage, subject: name }];
      const agents = [
        ...identities.map(agentOf),
        ...(named === undefined || named.account !== undefined ? [] : [named]),
      ];
      const lrs = await eraseAgents({ store, clock }, organisation, agents, { everywhere });
      const contents = await content.forget(organisation, {
        ...(person === undefined ? {} : { person }),
        actors: agents.map((agent) => agentKey(agent)),
      });
      // Last, because who belongs together is known from here: where something has failed before, it is found again.
      const gone = { ...lrs, ...contents, ...(await tool.people.erase(organisation, identities)) };
      if (Object.values(gone).every((count) => count === 0))
        throw new LotseError('not-found', 'Nothing is kept of such a person in this organisation.');
      return gone;
    },
  };
}
