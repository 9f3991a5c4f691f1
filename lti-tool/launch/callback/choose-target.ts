import { LotseError } from '../../../lrs/base/index.js';
import type { Platform } from '../../store/index.js';
import type { LaunchParts } from '../parts.js';
import type { LaunchMessage } from './read-message.js';

/** Where a launch leads. */
export type LaunchTarget =
  | { readonly kind: 'content'; readonly id: string }
  | { readonly kind: 'page'; readonly page: 'matrix' | 'team' }
  | { readonly kind: 'picker' };

function pageOf(name: string | undefined, message: LaunchMessage): LaunchTarget | undefined {
  if (name === undefined || name === '') return undefined;
  const teaches = message.roles.includes('instructor') || message.roles.includes('administrator');
  return { kind: 'page', page: name === 'team' && teaches ? 'team' : 'matrix' };
}

async function contentOf({ store }: Pick<LaunchParts, 'store'>, platform: Platform, message: LaunchMessage): Promise<string | undefined> {
  const said = message.custom['content'] || message.target?.searchParams.get('content') || undefined;
  if (message.resourceLinkId === undefined) return said;
  const link = { platform: platform.id, deploymentId: message.deploymentId, resourceLinkId: message.resourceLinkId };
  const known = await store.placements.contentOf(platform.organisation, link);
  // Some LMSs lose custom parameters when a course is copied or restored; the link then still knows.
  if (said !== undefined && said !== known) await store.placements.linkContent(platform.organisation, link, said);
  return said ?? known;
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
  if (id === undefined) return pageOf('team', message)!;
  if ((await parts.content.catalogue.find(platform.organisation, id)) === undefined) {
    throw new LotseError('unknown-content', 'The course refers to a unit that does not exist (any more).', { detail: 'launch: content not in the catalogue of the organisation' });
  }
  return { kind: 'content', id };
}
