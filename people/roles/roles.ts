/**
 * The roles of a person in a visit.
 *
 * | role | who |
 * |-|-|
 * | `learner` | works on units |
 * | `author` | places contents in a course |
 * | `coach` | runs the course of the visit: sees where its learners stand |
 * | `organisation-administrator` | connects an organisation's learning platforms |
 * | `record-reader` | looks at all statements of an organisation |
 */
export const roles = ['learner', 'author', 'coach', 'organisation-administrator', 'record-reader'] as const;
export type Role = (typeof roles)[number];

/** True if one of the roles may see ratings and answers of others in the visit's course. */
export function canSeeOthersRatings(assignedRoles: readonly Role[]): boolean {
  return assignedRoles.includes('coach');
}

/** True if one of the roles may choose contents for a course. */
export function canPlaceContents(assignedRoles: readonly Role[]): boolean {
  return assignedRoles.includes('author');
}

/** True if one of the roles may administer the organisation. */
export function canAdministerOrganisation(assignedRoles: readonly Role[]): boolean {
  return assignedRoles.includes('organisation-administrator');
}

/** True if one of the roles may read all statements of the organisation. */
export function canReadRecords(assignedRoles: readonly Role[]): boolean {
  return assignedRoles.includes('record-reader');
}
