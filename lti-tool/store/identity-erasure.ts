import type { OrganisationId } from '../../lrs/index.js';
import type { Identity } from '../../people/index.js';

/** Number of LTI rows an erasure removed. */
export interface PlacementErasureCounts {
  readonly placements: number;
  readonly grades: number;
  /** Logins that the LMS had begun for the person. */
  readonly logins: number;
}

/** Forgets people. */
export interface IdentityErasureCommands {
  /**
   * Erases what is kept under identities, known or not: placements, grades, logins that were begun with the subject as
   * `login_hint`. Repeating it goes on, and then changes nothing.
   */
  eraseIdentities(organisation: OrganisationId, identities: readonly Identity[]): Promise<PlacementErasureCounts>;
}
