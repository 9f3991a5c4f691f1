import type { AgentKey } from '../store/index.js';
import { canonicalMailto } from './iri.js';
import type { Account, Actor, Agent, IdentifiedGroup } from './types.js';

/**
 * The identifier of an Agent or identified Group as one text. Two are the same Agent exactly when their keys are
 * equal (xAPI Communication §2.1.3, "agent"): Agent or Group, name and members make no difference. Only what is
 * defined not to know case is lowered: the domain of an e-mail address and hexadecimal digits.
 */
export function agentKey(agent: Agent | IdentifiedGroup): AgentKey {
  return actorKey(agent)!;
}

/** The key of whoever acts; `undefined` for an anonymous Group, which is like no other. */
export function actorKey(actor: Actor): AgentKey | undefined {
  return keyText(actor) as AgentKey | undefined;
}

/** The end of the key of every account with this name, whatever its home page, and of no other key. */
export function agentKeySuffix(name: string): string {
  return `,${JSON.stringify(name)}]`;
}

/** The account in a key; `undefined` if the key is of another kind. */
export function accountOfKey(key: string): Account | undefined {
  if (!key.startsWith('account:')) return undefined;
  const [homePage, name] = JSON.parse(key.slice('account:'.length)) as [string, string];
  return { homePage, name };
}

function keyText(actor: Actor): string | undefined {
  if (actor.mbox !== undefined) return `mbox:${canonicalMailto(actor.mbox)}`;
  if (actor.mbox_sha1sum !== undefined) return `mbox_sha1sum:${actor.mbox_sha1sum.toLowerCase()}`;
  if (actor.openid !== undefined) return `openid:${actor.openid}`;
  // As JSON, so that no two accounts give the same text.
  if (actor.account !== undefined) return `account:${JSON.stringify([actor.account.homePage, actor.account.name])}`;
  return undefined;
}
