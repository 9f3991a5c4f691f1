import type { H5pContent } from '../h5p-content/index.js';
import type { LtiStore } from '../lti-tool/index.js';
import { type Eraser, joinErasers, type PersonErasureCounts } from '../people/index.js';

/** Counts of the data erased in rooms other than people and the LRS. */
export interface EraseCounts {
  /** Attempts at contents. */
  readonly attempts: number;
  /** Learner states of the person. */
  readonly states: number;
  readonly placements: number;
  readonly grades: number;
  /** Logins that an LMS had begun for the person. */
  readonly logins: number;
}

/** The counts of an erasure, as reported on the command line. */
export type ErasureReport = PersonErasureCounts<EraseCounts>;

/** The erasers of all rooms except people and the LRS. */
export function eraseElsewhere({
  content,
  tool,
}: {
  readonly content: Pick<H5pContent, 'forget'>;
  readonly tool: Pick<LtiStore, 'erasure'>;
}): Eraser<EraseCounts> {
  return joinErasers(
    (organisation, erased) => content.forget(organisation, erased),
    (organisation, { identities }) => tool.erasure.eraseIdentities(organisation, identities),
  );
}
