import type { LaunchRole } from '../../platform/index.js';

/**
 * True if a person's attempts are graded: learners' are, but not those of anybody who also teaches or administers the
 * course.
 */
export function isGraded(roles: readonly LaunchRole[]): boolean {
  return roles.length === 1 && roles[0] === 'learner';
}
