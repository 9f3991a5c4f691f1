import type { OrganisationId } from '../../lrs/index.js';
import type { ResourceLink } from './placements.js';

/** The column that a resource link has in an LMS's grade book. There is one for each link. */
export interface GradeColumn extends ResourceLink {
  /** What its scores queue under (`GradeCell.lineItem`): a name that stays although the column moves. */
  readonly cell: string;
  /** AGS line item URL; missing until it has been looked up or made. */
  readonly url?: string;
  /** Where the line items of the course are listed, if we may look there. */
  readonly container?: string;
  /** Whether we may make one there. */
  readonly make: boolean;
}

/** What looking a column up came to. */
export interface ColumnFinding {
  /** The URL that was known when the looking began. */
  readonly before: string | undefined;
  /** The URL that was found; `undefined`: nothing is known of the column. */
  readonly found: string | undefined;
}

/** What changes grade columns. */
export interface GradeColumnCommands {
  /**
   * Enters the column of a link, or puts this in its place; without a URL, the URL and the cell that are known stay.
   * Whoever is looking it up keeps the claim.
   * @returns the cell that its scores queue under then
   */
  note(organisation: OrganisationId, column: GradeColumn): Promise<string>;
  /**
   * Claims the right to look up or make a link's column, so that it is made once.
   * @returns `false` where there is no such column, or somebody else's claim has not run out at `now`
   */
  claim(
    organisation: OrganisationId,
    link: ResourceLink,
    claim: { readonly now: string; readonly lease: string; readonly leaseUntil: string },
  ): Promise<boolean>;
  /**
   * Ends a claim with what was found. A URL that somebody has noted since the looking began stays: the LMS itself named it.
   * @returns `false` where the claim is no longer one's own: nothing is written
   */
  settle(organisation: OrganisationId, link: ResourceLink, lease: string, finding: ColumnFinding): Promise<boolean>;
}

/** What reads grade columns. */
export interface GradeColumnQueries {
  find(organisation: OrganisationId, link: ResourceLink): Promise<GradeColumn | undefined>;
  /** The column that was last known to be at this line item URL; of several the first by deployment and link. */
  findByUrl(organisation: OrganisationId, platform: string, url: string): Promise<GradeColumn | undefined>;
}
