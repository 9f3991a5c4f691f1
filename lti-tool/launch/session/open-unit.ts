import { LotseError, agentKey, isoNow } from '../../../lrs/index.js';
import { isGraded } from '../callback/roles.js';
import { attemptPlacement, type LaunchParts } from '../parts.js';
import { giveToken } from './give-token.js';
import type { LaunchVisit } from './session-from.js';

/**
 * Opens a unit from the learning path that a link leads to: an attempt of its own at that link, continued where one stands.
 * Its grade counts towards the path's line item.
 * @returns the token of the session with the unit in it
 * @throws LotseError `session-lost` where the launch did not lead to a path; `unknown-content`
 */
export async function openUnit(parts: LaunchParts, { session, grant, principal }: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>, contentId: string): Promise<string> {
  if (session.path !== true) throw new LotseError('session-lost', 'This launch did not lead to a learning path.', { detail: 'launch: no path' });
  const { organisation } = grant;
  const { registration, version } = await parts.content.attempts.current({
    organisation, actor: agentKey(principal.actor), contentId, placement: attemptPlacement(session),
  });
  const { platformId, deploymentId, issuer, subject, contextId, resourceLinkId, lineItem, roles } = session;
  await parts.store.placements.record(organisation, {
    registration, platform: platformId, deploymentId, issuer, subject, path: true,
    ...(contextId === undefined ? {} : { contextId }),
    ...(resourceLinkId === undefined ? {} : { resourceLinkId }),
    ...(lineItem === undefined ? {} : { lineItem }),
    graded: isGraded(roles), launched: isoNow(parts.clock),
  });
  return giveToken(parts, organisation, principal.actor, { ...session, registration, content: { id: contentId, version } });
}
