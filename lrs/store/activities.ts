import type { OrganisationId } from './identifiers.js';

/**
 * What reads activities. They are written with the statements that define them: `append` merges
 * `PreparedStatement.definitions`, in order, by `mergedDefinition`.
 */
export interface ActivityQueries {
  /** What the organisation's statements say about these activities: definitions as JSON text, by IRI; undefined activities are left out. */
  findDefinitions(organisation: OrganisationId, iris: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
