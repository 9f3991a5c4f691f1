import type { H5pContent } from '../h5p-content/index.js';
import type { LtiStore } from '../lti-tool/index.js';
import { type Eraser, joinErasers, type PersonGone } from '../people/index.js';

/** What the rooms beside people and the LRS count when they erase somebody. */
export interface EraseCounts {
  /** Attempts at contents. */
  readonly attempts: number;
  /** What contents remember for the person. */
  readonly states: number;
  readonly placements: number;
  readonly grades: number;
  /** Logins that an LMS had begun for the person. */
  readonly logins: number;
}

/** What the command line says of an erasure. */
export type Gone = PersonGone<EraseCounts>;

/** The erasers of all rooms beside people and the LRS. */
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
