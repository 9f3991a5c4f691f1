import type { OrganisationId } from './identifiers.js';

/**
 * Queries of activities. They are written with the statements that define them: `append` merges
 * `PreparedStatement.definitions`, in order, by `mergedDefinition`.
 */
export interface ActivityQueries {
  /** The organisation's definitions of these activities, as JSON text, by IRI; undefined activities are left out. */
  findDefinitions(organisation: OrganisationId, iris: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
