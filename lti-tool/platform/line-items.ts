import { z } from 'zod';
import { LotseError } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import { fetchPages } from './pages.js';
import type { PlatformAccess } from './platform-access.js';
import { submissionReview } from './adapter.js';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const service = 'line items';
/** A course has few line items; more than this is a fault. */
const maxPages = 50;
const pageLimit = 2 * 1024 * 1024;

/** The column to find, or to create. */
export interface LineItemDescription {
  /** The line items URL of the course. */
  readonly container: string;
  /** True if we may create one. */
  readonly make: boolean;
  readonly resourceLinkId: string;
  /** The tag of our column in an LMS that forgets its link. At most 255 characters. */
  readonly tag: string;
  readonly resourceId: string;
  readonly label: string;
  readonly scoreMaximum: number;
}

const said = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? undefined);
const lineItem = z.object({ id: z.string(), resourceLinkId: said, resourceId: said, tag: said });
type LineItem = z.infer<typeof lineItem>;

function wrongShape(): LotseError {
  return new LotseError(
    'platform-unreachable',
    'The learning platform answers about its grade book in a way that its specification does not know.',
    { detail: `${service}: wrong shape` },
  );
}

/** An address that scores may be sent to: on the host of the course's line items. */
function trusted(id: string, container: string): string {
  if (URL.canParse(id) && new URL(id).origin === new URL(container).origin) return id;
  throw new LotseError('platform-unreachable', 'The learning platform names a grade-book column at another address.', {
    detail: `${service}: a column on another host`,
  });
}

/** A request for line items, and a filter for the response. */
interface Search {
  readonly filter: Readonly<Record<string, string>>;
  isMeant(lineItem: LineItem): boolean;
}

/** The matching line items of a course; the others are not kept, however many there are. */
async function listed(
  access: PlatformAccess,
  platform: Platform,
  { container, make }: LineItemDescription,
  { filter, isMeant }: Search,
  signal?: AbortSignal,
): Promise<readonly LineItem[]> {
  const url = new URL(container);
  for (const [name, value] of Object.entries(filter)) url.searchParams.set(name, value);
  const found: LineItem[] = [];
  for await (const body of fetchPages(access, platform, {
    url: url.href,
    scope: `${ags}${make ? 'lineitem' : 'lineitem.readonly'}`,
    service,
    accept: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
    maxPages,
    limit: pageLimit,
    ...(signal === undefined ? {} : { signal }),
  })) {
    const parsed = z.array(lineItem).safeParse(body);
    if (!parsed.success) throw wrongShape();
    for (const each of parsed.data) if (isMeant(each)) found.push(each);
  }
  return found;
}

/**
 * The column of a link, if the course has one. Requested by link first, then by our tag, and compared here too, since
 * some LMSs ignore a filter they do not know. Of several columns ours comes first, then the oldest.
 * @returns its URL
 * @throws PlatformResponseError, LotseError `platform-unreachable`
 */
export async function findLineItem(
  access: PlatformAccess,
  platform: Platform,
  description: LineItemDescription,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const ours = ({ tag }: LineItem): boolean => tag === description.tag;
  const ofLink = await listed(
    access,
    platform,
    description,
    {
      filter: { resource_link_id: description.resourceLinkId },
      isMeant: (each) => each.resourceLinkId === description.resourceLinkId || ours(each),
    },
    signal,
  );
  const found =
    ofLink.find(ours) ??
    ofLink[0] ??
    (await listed(access, platform, description, { filter: { tag: description.tag }, isMeant: ours }, signal))[0];
  return found === undefined ? undefined : trusted(found.id, description.container);
}

/**
 * Creates the column of a link.
 * @returns its URL
 * @throws PlatformResponseError, LotseError `platform-unreachable`
 */
export async function createLineItem(
  access: PlatformAccess,
  platform: Platform,
  description: LineItemDescription,
  signal?: AbortSignal,
): Promise<string> {
  const { container, label, scoreMaximum, resourceId, resourceLinkId, tag } = description;
  const answer = await access.request(platform, `${ags}lineitem`, service, {
    url: container,
    method: 'POST',
    body: JSON.stringify({ label, scoreMaximum, resourceId, resourceLinkId, tag, submissionReview }),
    ...(signal === undefined ? {} : { signal }),
    headers: {
      'Content-Type': 'application/vnd.ims.lis.v2.lineitem+json',
      Accept: 'application/vnd.ims.lis.v2.lineitem+json',
    },
  });
  const parsed = lineItem.pick({ id: true }).safeParse(answer.body);
  if (!parsed.success) throw wrongShape();
  return trusted(parsed.data.id, container);
}
