import type { AgentKey, RelationScope } from '../store/index.js';
import { toArray } from './named-activities.js';
import { actorKey, agentKey } from './agent-key.js';
import {
  type Activity,
  type Actor,
  type Context,
  contextActivityKinds,
  type Statement,
  type StatementBody,
  type StatementObject,
} from './types.js';

/** The values by which a statement is found (xAPI Communication §2.1.3). */
export interface Relations {
  readonly agents: readonly { readonly key: AgentKey; readonly scope: RelationScope }[];
  readonly activities: readonly { readonly iri: string; readonly scope: RelationScope }[];
}

/**
 * Collects whom and what a statement is found by, each once per scope, direct ones first. `direct`: actor and
 * object; `related`: these, authority, instructor, team, context Agents and Groups, context Activities, and all of
 * these in a SubStatement. A Group is found by itself and by each of its members.
 */
export function relationsOf(statement: Statement): Relations {
  const { actor, object, context, authority } = statement;
  const directAgents = new Set<AgentKey>();
  const directActivities = new Set<string>();
  addAgents(directAgents, actor);
  addObject(directAgents, directActivities, object);

  const relatedAgents = new Set(directAgents);
  const relatedActivities = new Set(directActivities);
  if (authority !== undefined) addAgents(relatedAgents, authority);
  addContext(relatedAgents, relatedActivities, context);
  if (object.objectType === 'SubStatement') addBody(relatedAgents, relatedActivities, object);

  const agents: { readonly key: AgentKey; readonly scope: RelationScope }[] = [];
  for (const key of directAgents) agents.push({ key, scope: 'direct' });
  for (const key of relatedAgents) agents.push({ key, scope: 'related' });
  const activities: { readonly iri: string; readonly scope: RelationScope }[] = [];
  for (const iri of directActivities) activities.push({ iri, scope: 'direct' });
  for (const iri of relatedActivities) activities.push({ iri, scope: 'related' });
  return { agents, activities };
}

function addBody(agents: Set<AgentKey>, activities: Set<string>, body: StatementBody<StatementObject>): void {
  addAgents(agents, body.actor);
  addObject(agents, activities, body.object);
  addContext(agents, activities, body.context);
}

function addObject(agents: Set<AgentKey>, activities: Set<string>, object: StatementObject): void {
  if (object.objectType === 'Agent' || object.objectType === 'Group') addAgents(agents, object);
  else if (object.objectType !== 'StatementRef' && object.objectType !== 'SubStatement')
    activities.add((object as Activity).id);
}

function addContext(agents: Set<AgentKey>, activities: Set<string>, context: Context | undefined): void {
  if (context === undefined) return;
  const { instructor, team, contextAgents = [], contextGroups = [], contextActivities } = context;
  if (instructor !== undefined) addAgents(agents, instructor);
  if (team !== undefined) addAgents(agents, team);
  for (const { agent } of contextAgents) addAgents(agents, agent);
  for (const { group } of contextGroups) addAgents(agents, group);
  if (contextActivities === undefined) return;
  for (const kind of contextActivityKinds) {
    const some = contextActivities[kind];
    if (some !== undefined) for (const { id } of toArray(some)) activities.add(id);
  }
}

function addAgents(agents: Set<AgentKey>, actor: Actor): void {
  const key = actorKey(actor);
  if (key !== undefined) agents.add(key);
  if (actor.member !== undefined) for (const member of actor.member) agents.add(agentKey(member));
}
