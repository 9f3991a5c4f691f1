import { createHash } from 'node:crypto';
import { truncate, type Clock, isoNow, type Logger, LotseError, newUuid } from '../../base/index.js';
import { languageOfTag } from '../../web/index.js';
import type { Platforms, LineItemDescription } from '../platform/index.js';
import type { Grade, GradeColumn, LtiStore, Placement, Platform, ResourceLink } from '../store/index.js';
import { columnTexts } from './column-texts.js';
import { scoreMaximum } from './score-of.js';

/** Dependencies of finding columns of the grade book. */
export interface ColumnParts {
  readonly store: LtiStore;
  readonly platforms: Pick<Platforms, 'lineItems'>;
  /** Titles of units. */
  readonly catalogue: {
    find(organisation: Grade['organisation'], contentId: string): Promise<{ readonly title: string } | undefined>;
  };
  /** Contents of attempts. */
  readonly attempts: {
    find(
      organisation: Grade['organisation'],
      registration: string,
    ): Promise<{ readonly contentId: string } | undefined>;
  };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Longer than finding and creating take together, each with its own limit. */
const leaseMs = 120_000;

function linkOf({ platform, deploymentId, resourceLinkId }: Placement): ResourceLink | undefined {
  return resourceLinkId === undefined ? undefined : { platform, deploymentId, resourceLinkId };
}

/** The queue key of a link that has no line item yet. */
function queueKeyOf({ deploymentId, resourceLinkId }: ResourceLink): string {
  return `link:${JSON.stringify([deploymentId, resourceLinkId])}`;
}

/** The tag of our column in an LMS that forgets its link. */
function tagOf({ deploymentId, resourceLinkId }: ResourceLink): string {
  return `lotse-${createHash('sha256')
    .update(JSON.stringify([deploymentId, resourceLinkId]))
    .digest('hex')
    .slice(0, 32)}`;
}

/**
 * Records where the scores of a placement go, and returns the key of their queue: the line item that its launch named
 * (or the former key of that one's scores), else the link itself, whose column is found or created when there is
 * something to send.
 * @returns `undefined` if the launch gave no way to the grade book
 */
export async function noteColumn(
  { store }: Pick<ColumnParts, 'store'>,
  organisation: Grade['organisation'],
  placement: Placement,
): Promise<string | undefined> {
  const { lineItem, lineItems } = placement;
  const link = linkOf(placement);
  const container = lineItems === undefined ? { make: false } : { container: lineItems.url, make: lineItems.make };
  if (lineItem !== undefined) {
    const queueKey =
      (await store.columns.findColumnByUrl(organisation, placement.platform, lineItem))?.queueKey ?? lineItem;
    if (link !== undefined)
      await store.columns.recordColumn(organisation, { ...link, queueKey, url: lineItem, ...container });
    return queueKey;
  }
  if (link === undefined || lineItems === undefined) return undefined;
  // A sender may just be finding the column: the store keeps its data, nothing is read here and written back.
  return store.columns.recordColumn(organisation, { ...link, queueKey: queueKeyOf(link), ...container });
}

/** The key under which the scores of a placement are queued, if known. Nothing is written. */
export async function findQueueKey(
  { store }: Pick<ColumnParts, 'store'>,
  organisation: Grade['organisation'],
  placement: Placement,
): Promise<string | undefined> {
  const { lineItem, platform } = placement;
  if (lineItem !== undefined)
    return (await store.columns.findColumnByUrl(organisation, platform, lineItem))?.queueKey ?? lineItem;
  const link = linkOf(placement);
  return link === undefined ? undefined : (await store.columns.findColumn(organisation, link))?.queueKey;
}

/** Finds the line item of a score. */
export interface Columns {
  /**
   * @param staleUrl the line item URL that the LMS knows no more: look again
   * @throws LotseError `not-found` if there is none and we may not make one; `conflict` if another process is just
   *   looking; whatever the LMS answers
   */
  locate(
    platform: Platform,
    grade: Grade,
    placement: Placement | undefined,
    staleUrl: string | undefined,
    signal: AbortSignal,
  ): Promise<string>;
}

class GradeBookColumns implements Columns {
  readonly #parts: ColumnParts;
  readonly #running = new Map<string, Promise<string>>();

  constructor(parts: ColumnParts) {
    this.#parts = parts;
  }

  async locate(
    platform: Platform,
    grade: Grade,
    placement: Placement | undefined,
    staleUrl: string | undefined,
    signal: AbortSignal,
  ): Promise<string> {
    const link = placement === undefined ? undefined : linkOf(placement);
    const column =
      link === undefined ? undefined : await this.#parts.store.columns.findColumn(grade.organisation, link);
    const direct = URL.canParse(grade.lineItem) && /^https?:/.test(grade.lineItem) ? grade.lineItem : undefined;
    // The column of a queue key may have moved; a key from a time when the link had another column stays.
    const existing =
      column !== undefined && (column.queueKey === grade.lineItem || direct === undefined) ? column.url : direct;
    if (existing !== undefined && existing !== staleUrl) return existing;
    if (column?.container === undefined)
      throw new LotseError('not-found', 'The learning platform has no column for this unit in its grade book.', {
        detail: 'line items: unknown, and nowhere to look',
      });
    const key = JSON.stringify([grade.organisation, column.platform, column.deploymentId, column.resourceLinkId]);
    const started =
      this.#running.get(key) ??
      this.#lookUp(platform, grade, { ...column, container: column.container }, signal).finally(() =>
        this.#running.delete(key),
      );
    this.#running.set(key, started);
    return started;
  }

  async #describeLineItem(
    grade: Grade,
    column: GradeColumn & { readonly container: string },
  ): Promise<LineItemDescription> {
    const description = {
      container: column.container,
      make: column.make,
      resourceLinkId: column.resourceLinkId,
      tag: tagOf(column),
      scoreMaximum,
    };
    const placement = await this.#parts.store.placements.findPlacement(grade.organisation, grade.registration);
    if (placement?.path === true)
      return {
        ...description,
        resourceId: 'learning-path',
        label: columnTexts(languageOfTag(placement.locale))('learning-path'),
      };
    const contentId = (await this.#parts.attempts.find(grade.organisation, grade.registration))?.contentId;
    const title =
      contentId === undefined ? undefined : (await this.#parts.catalogue.find(grade.organisation, contentId))?.title;
    return { ...description, resourceId: contentId ?? column.resourceLinkId, label: truncate(title ?? 'Lotse', 255) };
  }

  /** Searches first, so that a column is found that a process created before it died. */
  async #findOrCreate(
    platform: Platform,
    grade: Grade,
    column: GradeColumn & { readonly container: string },
    signal: AbortSignal,
  ): Promise<string> {
    const description = await this.#describeLineItem(grade, column);
    const found = await this.#parts.platforms.lineItems.find(platform, description, signal);
    if (found !== undefined) return found;
    if (!column.make)
      throw new LotseError('not-found', 'The learning platform has no column for this unit in its grade book.', {
        detail: 'line items: none for this link, and none may be made',
      });
    const created = await this.#parts.platforms.lineItems.create(platform, description, signal);
    this.#parts.logger.info({ organisation: grade.organisation, platform: platform.id }, 'grade-book column made');
    return created;
  }

  async #lookUp(
    platform: Platform,
    grade: Grade,
    column: GradeColumn & { readonly container: string },
    signal: AbortSignal,
  ): Promise<string> {
    const lease = newUuid();
    const claimed = await this.#parts.store.columns.claimColumn(grade.organisation, column, {
      lease: { id: lease, until: new Date(this.#parts.clock.now() + leaseMs).toISOString() },
      now: isoNow(this.#parts.clock),
    });
    if (!claimed)
      throw new LotseError('conflict', 'The column is just being looked up.', {
        detail: 'line items: another process is looking',
        retryAfter: 5,
      });
    let [before, found]: (string | undefined)[] = [column.url];
    try {
      // The previous holder of the lease may have found it.
      before = (await this.#parts.store.columns.findColumn(grade.organisation, column))?.url;
      found =
        before !== undefined && before !== column.url
          ? before
          : await this.#findOrCreate(platform, grade, column, signal);
      return found;
    } finally {
      await this.#parts.store.columns.settleColumn(grade.organisation, column, lease, { before, found });
    }
  }
}

export function createColumns(parts: ColumnParts): Columns {
  return new GradeBookColumns(parts);
}
