/** The roles in a course (LTI 1.3 §A.2) that we distinguish. */
export const launchRoles = ['learner', 'instructor', 'administrator'] as const;
export type LaunchRole = (typeof launchRoles)[number];

const inCourse =
  /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership(?:\/(\w+))?#|urn:lti:role:ims\/lis\/)?(\w+)$/;
// The second form, without institution or system, is how Moodle lists an administrator among a course's members.
const outside =
  /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/(?:(?:institution|system)\/)?person#|urn:lti:(?:inst|sys)role:ims\/lis\/)(\w+)$/;

const byName: Readonly<Record<string, LaunchRole>> = {
  Learner: 'learner',
  Student: 'learner',
  Instructor: 'instructor',
  TeachingAssistant: 'instructor',
  ContentDeveloper: 'instructor',
  Manager: 'instructor',
  Administrator: 'administrator',
};

function roleOf(text: string): LaunchRole | undefined {
  const course = inCourse.exec(text);
  // A sub-role, e.g. membership/Instructor#TeachingAssistant, counts as its principal role.
  if (course !== null) return byName[course[1] ?? course[2]!];
  const elsewhere = outside.exec(text)?.[1];
  // Of the roles outside a course, only the administrator's extends into it (LTI 1.3 §A.2).
  return elsewhere === 'Administrator' || elsewhere === 'SysAdmin' ? 'administrator' : undefined;
}

/**
 * A person's roles in a course, from the roles claim or an NRPS member: URNs, those of LTI 1.1 included, or the short
 * names that the specification keeps for context roles. Roles that we do not distinguish are left out.
 */
export function rolesFrom(texts: readonly string[]): LaunchRole[] {
  const found = new Set(texts.map(roleOf));
  return launchRoles.filter((role) => found.has(role));
}
