import type { OrganisationId } from '../../lrs/index.js';
import type { ClaimLease } from './claim-leases.js';
import type { ResourceLink } from './placements.js';

/** The column that a resource link has in an LMS's grade book. There is one for each link. */
export interface GradeColumn extends ResourceLink {
  /** The key under which its scores are queued (`GradeKey.lineItem`): it stays although the column moves. */
  readonly queueKey: string;
  /** AGS line item URL; missing until it has been looked up or made. */
  readonly url?: string;
  /** If the line items of the course are listed, if we may look there. */
  readonly container?: string;
  /** True if we may create one there. */
  readonly make: boolean;
}

/** A claim to look a column up. */
export interface ColumnClaim {
  readonly lease: ClaimLease;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** The result of looking a column up. */
export interface ColumnFinding {
  /** The URL that was known when the looking began. */
  readonly before: string | undefined;
  /** The URL that was found; `undefined`: nothing is known of the column. */
  readonly found: string | undefined;
}

/**
 * The data of a link's column after a launch or a statement has named it: without a URL, the URL and the cell that
 * are known stay, since a sender may just have found them.
 */
export function recordedColumn(existing: GradeColumn | undefined, named: GradeColumn): GradeColumn {
  if (existing === undefined || named.url !== undefined) return named;
  return { ...named, queueKey: existing.queueKey, ...(existing.url === undefined ? {} : { url: existing.url }) };
}

/**
 * The data of a column after it was looked up. A URL that somebody has named since the looking began stays: it came
 * from the LMS itself.
 */
export function lookedUpColumn(existing: GradeColumn, { before, found }: ColumnFinding): GradeColumn {
  const { url, ...rest } = existing;
  if (url !== before) return existing;
  return found === undefined ? rest : { ...rest, url: found };
}

/** Commands of grade columns. */
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
   * @returns `false` if there is no such column, or somebody else's lease is held at `now` (`isLeaseHeld`)
   */
  claimColumn(organisation: OrganisationId, link: ResourceLink, claim: ColumnClaim): Promise<boolean>;
  /**
   * Ends a claim with what was found, see `lookedUpColumn`. A claim is settled once: repeated it answers `true` and
   * changes nothing.
   * @param lease the claim's lease id
   * @returns `false` if the claim is no longer one's own: nothing is written
   */
  settleColumn(
    organisation: OrganisationId,
    link: ResourceLink,
    lease: string,
    finding: ColumnFinding,
  ): Promise<boolean>;
}

/** Queries of grade columns. */
export interface GradeColumnQueries {
  findColumn(organisation: OrganisationId, link: ResourceLink): Promise<GradeColumn | undefined>;
  /** The column that was last known to be at this line item URL; of several the first by deployment and link. */
  findColumnByUrl(organisation: OrganisationId, platform: string, url: string): Promise<GradeColumn | undefined>;
}
