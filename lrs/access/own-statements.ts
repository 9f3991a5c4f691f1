import { agentKey, type Statement } from '../statement/index.js';
import type { AgentKey, StoredStatement } from '../store/index.js';
import { allows, type Principal } from './principal.js';

/** Whether a principal sees its own statements alone (`statements/read/mine`). */
export function readsOnlyOwn(principal: Principal): boolean {
  return !allows(principal, 'statements/read');
}

/**
 * The filter that every own statement passes: a credential's by the authority that the LRS gives them, a grant's
 * by their actor, since all launches share one authority.
 */
export function ownFilter(principal: Principal): { readonly key: AgentKey; readonly scope: 'direct' | 'related' } {
  return principal.kind === 'grant'
    ? { key: agentKey(principal.actor), scope: 'direct' }
    : { key: agentKey(principal.authority), scope: 'related' };
}

/** Whether a statement is the principal's own. The filter alone would also find those that only mention it. */
export function isOwn(principal: Principal, { text }: StoredStatement): boolean {
  const { actor, authority } = JSON.parse(text) as Statement;
  const whose = principal.kind === 'grant' ? actor : authority;
  return whose !== undefined && whose.objectType !== 'Group' && agentKey(whose) === ownFilter(principal).key;
}
