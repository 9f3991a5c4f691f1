import { LotseError } from '../../../lrs/base/index.js';
import type { Platform } from '../../store/index.js';
import type { LaunchParts } from '../parts.js';
import type { LaunchMessage } from './read-message.js';

/** Where a launch leads. */
export type LaunchTarget =
  | { readonly kind: 'content'; readonly id: string }
  | { readonly kind: 'page'; readonly page: 'path' | 'matrix' | 'team' }
  | { readonly kind: 'picker' };

function pageOf(name: string | undefined, message: LaunchMessage): LaunchTarget | undefined {
  if (name === undefined || name === '') return undefined;
  if (name === 'path') return { kind: 'page', page: 'path' };
  const teaches = message.roles.includes('instructor') || message.roles.includes('administrator');
  return { kind: 'page', page: name === 'team' && teaches ? 'team' : 'matrix' };
}

/**
 * The content that a launch names, or that its link led to before.
 * @throws LotseError `unknown-content` where it does not exist in this organisation; the link is then left as it was
 */
async function contentOf({ store, content }: Pick<LaunchParts, 'store' | 'content'>, platform: Platform, message: LaunchMessage): Promise<string | undefined> {
  const said = message.custom['content'] || message.target?.searchParams.get('content') || undefined;
  const link = message.resourceLinkId === undefined ? undefined : { platform: platform.id, deploymentId: message.deploymentId, resourceLinkId: message.resourceLinkId };
  const known = link === undefined ? undefined : await store.placements.contentOf(platform.organisation, link);
  const id = said ?? known;
  if (id !== undefined && (await content.catalogue.find(platform.organisation, id)) === undefined) {
    throw new LotseError('unknown-content', 'The course refers to a unit that does not exist (any more).', { detail: 'launch: content not in the catalogue of the organisation' });
  }
  // Some LMSs lose custom parameters when a course is copied or restored; the link then still knows.
  if (link !== undefined && said !== undefined && said !== known) await store.placements.linkContent(platform.organisation, link, said);
  return id;
}

/**
 * Decides by the custom parameter, then the target link, then what the resource link led to before. A launch that
 * names nothing opens the team's page for whoever teaches, and one's own matrix for everybody else.
 * @throws LotseError `unknown-content` where the content does not exist in this organisation
 */
export async function chooseTarget(parts: Pick<LaunchParts, 'store' | 'content'>, platform: Platform, message: LaunchMessage): Promise<LaunchTarget> {
  if (message.type === 'deep-linking') return { kind: 'picker' };
  const page = pageOf(message.custom['page'] ?? message.target?.searchParams.get('page') ?? undefined, message);
  if (page !== undefined) return page;
  const id = await contentOf(parts, platform, message);
  return id === undefined ? pageOf('team', message)! : { kind: 'content', id };
}
