import { isoNow, LotseError } from '../../../base/index.js';
import { agentKey } from '../../../lrs/index.js';
import { attemptPlacement, type LaunchParts } from '../parts.js';
import { giveToken } from './give-token.js';
import type { LaunchVisit } from './session-from.js';

/**
 * Opens a unit from the learning path that a link leads to: an attempt of its own at that link, continued where one stands.
 * Its grade counts towards the path's line item.
 * @returns the token of the session with the unit in it
 * @throws LotseError `session-lost` where the launch did not lead to a path; `unknown-content`
 */
export async function openUnit(
  parts: LaunchParts,
  { session, grant, principal }: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>,
  contentId: string,
): Promise<string> {
  const { organisation } = grant;
  const place =
    session.path === undefined ? undefined : await parts.store.placements.findPlacement(organisation, session.path);
  if (place === undefined)
    throw new LotseError('session-lost', 'This launch did not lead to a learning path.', { detail: 'launch: no path' });
  const { registration, version } = await parts.content.attempts.current({
    organisation,
    actor: agentKey(principal.actor),
    contentId,
    placement: attemptPlacement(session),
  });
  await parts.store.placements.recordPlacement(organisation, { ...place, registration, launched: isoNow(parts.clock) });
  return giveToken(parts, organisation, principal.actor, {
    ...session,
    registration,
    content: { id: contentId, version },
  });
}
