/** The base of a learner's pages, for an instructor. */
function learnerPath(person: string): string {
  return `/team/${encodeURIComponent(person)}`;
}

/** The paths of the pages that a visit can lead to. */
export const pageAddresses = {
  unit: '/play',
  path: '/path',
  matrix: '/matrix',
  team: '/team',
  picker: '/lti/deep-link',
  /** A learner's matrix, for whoever runs the course. @param person our id */
  learner: learnerPath,
  /** A person's attempts at a content: the learner's, for an instructor; without one, the visitor's own. */
  attempt: (content: string, person?: string): string =>
    `${person === undefined ? '' : learnerPath(person)}/attempts/${encodeURIComponent(content)}`,
} as const;
