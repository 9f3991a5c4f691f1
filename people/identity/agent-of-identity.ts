import { type Agent, type AgentKey, agentKey } from '../../lrs/index.js';
import type { Identity } from '../store/index.js';

/** An agent that is known by an account. */
export type AccountAgent = Agent & { readonly objectType: 'Agent'; readonly account: NonNullable<Agent['account']> };

/** The agent that statements about an identity use: the account of that name at its issuer. No name, no address. */
export function agentOfIdentity({ issuer, subject }: Identity): AccountAgent {
  return { objectType: 'Agent', account: { homePage: issuer, name: subject } };
}

/** The key under which the LRS stores statements about an identity. */
export function agentKeyOfIdentity(identity: Identity): AgentKey {
  return agentKey(agentOfIdentity(identity));
}

/** The identity behind an agent's account; `undefined` if the agent has another identifier. */
export function identityOfAgent({ account }: Agent): Identity | undefined {
  return account === undefined ? undefined : { issuer: account.homePage, subject: account.name };
}
