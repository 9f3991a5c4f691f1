import type { LaunchRole } from '../session/launch-session.js';

const membership = /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership(?:\/(\w+))?#)?(\w+)$/;
const elsewhere = /^http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/(?:institution|system)\/person#(\w+)$/;

const byName: Readonly<Record<string, LaunchRole>> = {
  Learner: 'learner', Student: 'learner', Instructor: 'instructor', ContentDeveloper: 'instructor', Manager: 'instructor', Administrator: 'administrator',
};

function roleOf(text: string): LaunchRole | undefined {
  const inCourse = membership.exec(text);
  // A sub-role, e.g. membership/Instructor#TeachingAssistant, is what its principal role is.
  if (inCourse !== null) return byName[inCourse[1] ?? inCourse[2]!];
  const outside = elsewhere.exec(text)?.[1];
  // Of roles outside the course only the administrator's reaches into it (LTI 1.3 §A.2).
  return outside === 'Administrator' || outside === 'SysAdmin' ? 'administrator' : undefined;
}

/**
 * What somebody is in a course, from the roles claim or an NRPS member: URNs or the short names that the
 * specification keeps for context roles. Roles that we do not tell apart are left out.
 */
export function rolesFrom(texts: readonly string[]): LaunchRole[] {
  const found = new Set(texts.map(roleOf));
  return (['learner', 'instructor', 'administrator'] as const).filter((role) => found.has(role));
}

/** Whether somebody's attempts count: learners' do, but not those of whoever also teaches or administers the course. */
export function isGraded(roles: readonly LaunchRole[]): boolean {
  return roles.length === 1 && roles[0] === 'learner';
}
