import { agentKey, isActivity, type Statement } from '../statement/index.js';
import type { AgentKey, StoredStatement } from '../store/index.js';
import { allows, isLimited, isWithin, type Principal } from './principal.js';

/**
 * True if a principal sees only some statements: its own (`statements/read/mine`), or those that the limits of its
 * credential leave. A grant that may read all statements reads all: what it is about limits what it writes.
 */
export function readsOnlyOwn(principal: Principal): boolean {
  return !allows(principal, 'statements/read') || (principal.kind === 'credential' && isLimited(principal));
}

/**
 * A filter that every statement passes that the principal sees: a credential's own by the authority that the LRS gives
 * them, a grant's by their actor, since all launches share one authority. `undefined` if there is no such agent.
 */
export function ownFilter(
  principal: Principal,
): { readonly key: AgentKey; readonly scope: 'direct' | 'related' } | undefined {
  if (principal.actor !== undefined) return { key: agentKey(principal.actor), scope: 'direct' };
  return allows(principal, 'statements/read') ? undefined : { key: agentKey(principal.authority), scope: 'related' };
}

/**
 * True if a principal that `readsOnlyOwn` sees a statement. The filter alone would also find those that only mention
 * it.
 */
export function isOwn(principal: Principal, { text }: StoredStatement): boolean {
  const { actor, authority, object } = JSON.parse(text) as Statement;
  const is = (whose: Statement['authority'], key: AgentKey): boolean =>
    whose !== undefined && whose.objectType !== 'Group' && agentKey(whose) === key;
  if (principal.kind === 'grant') return is(actor, agentKey(principal.actor));
  if (!allows(principal, 'statements/read') && !is(authority, agentKey(principal.authority))) return false;
  if (principal.actor !== undefined && !is(actor, agentKey(principal.actor))) return false;
  if (principal.activity === undefined) return true;
  return isActivity(object) && isWithin(principal.activity, object.id);
}
