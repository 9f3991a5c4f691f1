/** Where a learner's pages begin, for whoever runs the course. */
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
  /** What somebody did in a content: the learner, for whoever runs the course; without one, the visitor. */
  attempt: (content: string, person?: string): string =>
    `${person === undefined ? '' : learnerPath(person)}/attempts/${encodeURIComponent(content)}`,
} as const;
