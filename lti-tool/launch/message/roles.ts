import type { LaunchRole } from '../../platform/index.js';

/** Whether somebody's attempts count: learners' do, but not those of whoever also teaches or administers the course. */
export function isGraded(roles: readonly LaunchRole[]): boolean {
  return roles.length === 1 && roles[0] === 'learner';
}
