import { LotseError, omitUndefined } from '../../../base/index.js';
import type { Platform, ResourceLink } from '../../store/index.js';
import type { LaunchedContent, LaunchParts } from '../parts.js';
import type { LaunchMessage } from './parse-launch-message.js';

/** The target of a launch. */
export type LaunchTarget =
  /** `version` is the current one. */
  | { readonly kind: 'content'; readonly id: string; readonly version: number }
  | { readonly kind: 'page'; readonly page: 'path' | 'matrix' | 'team' }
  /** A learner's page, for an instructor; `person` is our id. */
  | { readonly kind: 'person'; readonly person: string }
  /** A person's attempt at a content: the learner `person`'s, for an instructor; without one, the visitor's own. */
  | { readonly kind: 'attempt'; readonly content: string; readonly person?: string }
  | { readonly kind: 'picker' }
  /** The link was placed, but no content has been chosen for it yet. */
  | { readonly kind: 'nothing' };

function teaches({ roles }: LaunchMessage): boolean {
  return roles.includes('instructor') || roles.includes('administrator');
}

function pageOf(name: string | undefined, message: LaunchMessage): LaunchTarget | undefined {
  if (name === undefined) return undefined;
  if (name === 'path') return { kind: 'page', page: 'path' };
  return { kind: 'page', page: name === 'team' && teaches(message) ? 'team' : 'matrix' };
}

/**
 * The name of the page that a launch is for; nothing if it is for a content. A target link that names a page, which
 * is often the same for all links of a tool, does not overrule a content named by its own link.
 */
function pageNamed({ custom, target }: LaunchMessage): string | undefined {
  return custom['page'] || (custom['content'] ? undefined : target?.searchParams.get('page')) || undefined;
}

/** The sources that may name a launch's content. */
interface TargetSources {
  readonly link?: ResourceLink;
  /** The content named by the launch itself. */
  readonly said?: string;
  /** The content its link led to before. */
  readonly linkedContent?: string;
}

/** Finds the content named by a launch and its link; nothing is written. */
async function named(
  { store }: Pick<LaunchParts, 'store'>,
  platform: Platform,
  message: LaunchMessage,
): Promise<TargetSources> {
  const said = message.custom['content'] || message.target?.searchParams.get('content') || undefined;
  const link =
    message.resourceLinkId === undefined
      ? undefined
      : { platform: platform.id, deploymentId: message.deploymentId, resourceLinkId: message.resourceLinkId };
  return omitUndefined({
    said,
    link,
    linkedContent:
      link === undefined ? undefined : await store.placements.findLinkedContent(platform.organisation, link),
  });
}

/**
 * The learner and the content of a submission review: an instructor sees that learner's results, everybody else
 * their own. The column of a whole path or matrix is about no content: there a learner's matrix says more. Nothing is
 * written, and no attempt begins.
 */
async function reviewOf(
  parts: Pick<LaunchParts, 'store' | 'people'>,
  platform: Platform,
  message: LaunchMessage,
  subject: string,
): Promise<LaunchTarget | undefined> {
  const { said, linkedContent } = await named(parts, platform, message);
  const content = pageNamed(message) === undefined ? (said ?? linkedContent) : undefined;
  if (!teaches(message) || subject === message.subject)
    return content === undefined ? undefined : { kind: 'attempt', content };
  const person = await parts.people.findPersonByIdentity(platform.organisation, { issuer: platform.issuer, subject });
  if (person === undefined) return { kind: 'page', page: 'team' };
  return content === undefined ? { kind: 'person', person } : { kind: 'attempt', content, person };
}

/**
 * The content named by a launch, or the one its link led to before.
 * @throws LotseError `unknown-content` if it does not exist in this organisation; the link is then left as it was
 */
async function contentOf(
  { store, content }: Pick<LaunchParts, 'store' | 'content'>,
  platform: Platform,
  message: LaunchMessage,
): Promise<LaunchedContent | undefined> {
  const { link, said, linkedContent } = await named({ store }, platform, message);
  const id = said ?? linkedContent;
  if (id === undefined) return undefined;
  const entry = await content.catalogue.find(platform.organisation, id);
  if (entry === undefined) {
    throw new LotseError('unknown-content', 'The course refers to a unit that does not exist (any more).', {
      detail: 'launch: content not in the catalogue of the organisation',
    });
  }
  // Some LMSs lose custom parameters when a course is copied or restored; the link then still knows.
  if (link !== undefined && said !== undefined && said !== linkedContent)
    await store.placements.linkContent(platform.organisation, link, said);
  return entry;
}

/**
 * Decides by the custom parameter, then the target link, then what the resource link led to before.
 * @throws LotseError `unknown-content` if the content does not exist in this organisation
 */
export async function chooseTarget(
  parts: Pick<LaunchParts, 'store' | 'people' | 'content'>,
  platform: Platform,
  message: LaunchMessage,
): Promise<LaunchTarget> {
  if (message.type === 'deep-linking') return { kind: 'picker' };
  const review =
    message.reviewed === undefined ? undefined : await reviewOf(parts, platform, message, message.reviewed);
  if (review !== undefined) return review;
  const page = pageOf(pageNamed(message), message);
  if (page !== undefined) return page;
  const entry = await contentOf(parts, platform, message);
  return entry === undefined ? { kind: 'nothing' } : { kind: 'content', id: entry.id, version: entry.version };
}
