import type { OrganisationId } from '../../lrs/index.js';
import type { ClaimLease } from './claim-leases.js';
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

/** Who wants to look a column up. */
export interface ColumnClaim {
  readonly lease: ClaimLease;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** What looking a column up came to. */
export interface ColumnFinding {
  /** The URL that was known when the looking began. */
  readonly before: string | undefined;
  /** The URL that was found; `undefined`: nothing is known of the column. */
  readonly found: string | undefined;
}

/**
 * What is known of a link's column after a launch or a statement has named it: without a URL, the URL and the cell that
 * are known stay, since a sender may just have found them.
 */
export function recordedColumn(known: GradeColumn | undefined, named: GradeColumn): GradeColumn {
  if (known === undefined || named.url !== undefined) return named;
  return { ...named, cell: known.cell, ...(known.url === undefined ? {} : { url: known.url }) };
}

/**
 * What is known of a column after it was looked up. A URL that somebody has named since the looking began stays: it came
 * from the LMS itself.
 */
export function lookedUpColumn(known: GradeColumn, { before, found }: ColumnFinding): GradeColumn {
  const { url, ...rest } = known;
  if (url !== before) return known;
  return found === undefined ? rest : { ...rest, url: found };
}

/** What changes grade columns. */
export interface GradeColumnCommands {
  /**
   * Enters the column of a link, or puts this in its place, see `recordedColumn`. Whoever is looking it up keeps the
   * claim. Repeated it names the same again, as a launch that came later would.
   * @returns the cell that its scores queue under then
   */
  recordColumn(organisation: OrganisationId, column: GradeColumn): Promise<string>;
  /**
   * Claims the right to look up or make a link's column, so that it is made once. Repeated with the same lease id it
   * answers `true` while nobody else has claimed it.
   * @returns `false` where there is no such column, or somebody else's lease is held at `now` (`isLeaseHeld`)
   */
  claimColumn(organisation: OrganisationId, link: ResourceLink, claim: ColumnClaim): Promise<boolean>;
  /**
   * Ends a claim with what was found, see `lookedUpColumn`. A claim is settled once: repeated it answers `true` and
   * changes nothing.
   * @param lease the claim's lease id
   * @returns `false` where the claim is no longer one's own: nothing is written
   */
  settleColumn(
    organisation: OrganisationId,
    link: ResourceLink,
    lease: string,
    finding: ColumnFinding,
  ): Promise<boolean>;
}

/** What reads grade columns. */
export interface GradeColumnQueries {
  findColumn(organisation: OrganisationId, link: ResourceLink): Promise<GradeColumn | undefined>;
  /** The column that was last known to be at this line item URL; of several the first by deployment and link. */
  findColumnByUrl(organisation: OrganisationId, platform: string, url: string): Promise<GradeColumn | undefined>;
}
