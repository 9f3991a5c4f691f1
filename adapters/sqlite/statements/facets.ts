import type { Database } from 'better-sqlite3';
import type { RelationScope, StatementFilter } from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';
import { findTerm, internTerm, termKinds } from '../terms.js';
import { type PackedStatement, unpacked } from './packing.js';

/**
 * A facet of a statement: a term in a role, as one whole number (term × 8 + role). Terms belong
 * to one organisation, and rows carry the organisation besides.
 */
export type Facet = number;

const roles = {
  directAgent: 1,
  relatedAgent: 2,
  directActivity: 3,
  relatedActivity: 4,
  verb: 5,
  registration: 6,
} as const;
type Role = (typeof roles)[keyof typeof roles];

/** Every statement of the organisation has it. */
const everything: Facet = 0;

const facet = (role: Role, term: number): Facet => term * 8 + role;
const agentRole = (scope: RelationScope): Role => (scope === 'direct' ? roles.directAgent : roles.relatedAgent);
const activityRole = (scope: RelationScope): Role =>
  scope === 'direct' ? roles.directActivity : roles.relatedActivity;

/** An agent, by its term, in the role of actor or object. */
export const agentFacet = (term: number): Facet => facet(roles.directAgent, term);

/** The statement's own facets. Everything direct is related as well. */
export function ownFacets(database: Database, organisation: number, statement: PackedStatement): Set<Facet> {
  const facets = new Set<Facet>([everything]);
  facets.add(facet(roles.verb, internTerm(database, organisation, termKinds.iri, statement.verb)));
  if (statement.registration !== undefined) {
    facets.add(
      facet(roles.registration, internTerm(database, organisation, termKinds.registration, statement.registration)),
    );
  }
  for (const { scope, value } of statement.agents.map(unpacked)) {
    const term = internTerm(database, organisation, termKinds.agent, value);
    facets.add(facet(agentRole(scope), term)).add(facet(roles.relatedAgent, term));
  }
  for (const { scope, value } of statement.activities.map(unpacked)) {
    const term = internTerm(database, organisation, termKinds.iri, value);
    facets.add(facet(activityRole(scope), term)).add(facet(roles.relatedActivity, term));
  }
  return facets;
}

/** The facets a statement must all have to match; `undefined` if a term is unknown, so that nothing can. */
export function filterFacets(
  database: Database,
  organisation: number,
  filter: StatementFilter,
): readonly Facet[] | undefined {
  const facets: Facet[] = [];
  const require = (role: Role, kind: (typeof termKinds)[keyof typeof termKinds], text: string): boolean => {
    const term = findTerm(database, organisation, kind, text);
    if (term !== undefined) facets.push(facet(role, term));
    return term !== undefined;
  };
  const { agent, also, activity, within, verb, registration } = filter;
  const allKnown =
    (registration === undefined || require(roles.registration, termKinds.registration, registration)) &&
    (agent === undefined || require(agentRole(agent.scope), termKinds.agent, agent.key)) &&
    (also === undefined || require(agentRole(also.scope), termKinds.agent, also.key)) &&
    (activity === undefined || require(activityRole(activity.scope), termKinds.iri, activity.iri)) &&
    (within === undefined || require(roles.relatedActivity, termKinds.iri, within)) &&
    (verb === undefined || require(roles.verb, termKinds.iri, verb));
  if (!allKnown) return undefined;
  return facets.length > 0 ? [...new Set(facets)] : [everything];
}

/** Of the terms behind some facets: the agents that no statement is found by any more. */
export function forgottenAgents(database: Database, organisation: number, facets: Iterable<Facet>): readonly number[] {
  const agents = [roles.directAgent, roles.relatedAgent] as const;
  const candidates = new Set(
    [...facets].filter((each) => agents.some((role) => role === each % 8)).map((each) => Math.floor(each / 8)),
  );
  for (const term of candidates)
    if (agents.some((role) => isRelated(database, organisation, facet(role, term)))) candidates.delete(term);
  if (candidates.size === 0) return [];
  // Voided statements are found by nothing, and yet hand on what they name to whatever refers to them.
  const select = prepared<[number], string>(
    database,
    `
    SELECT DISTINCT s.facets FROM reference r CROSS JOIN statement s ON s.organisation = r.organisation AND s.id = r.target
    WHERE r.organisation = ? AND s.voided = 1`,
  ).pluck();
  for (const json of select.iterate(organisation))
    for (const each of JSON.parse(json) as Facet[]) candidates.delete(Math.floor(each / 8));
  return [...candidates];
}

function isRelated(database: Database, organisation: number, each: Facet): boolean {
  return (
    prepared<[number, Facet, number, Facet], 0 | 1>(
      database,
      'SELECT EXISTS (SELECT 1 FROM relation WHERE organisation = ? AND facet = ?) OR EXISTS (SELECT 1 FROM recent_relation WHERE organisation = ? AND facet = ?)',
    )
      .pluck()
      .get(organisation, each, organisation, each) === 1
  );
}
