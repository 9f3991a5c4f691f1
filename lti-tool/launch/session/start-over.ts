import { isoNow, LotseError } from '../../../base/index.js';
import { agentKey, allows } from '../../../lrs/index.js';
import { attemptPlacement, type LaunchParts } from '../parts.js';
import { giveToken } from './give-token.js';
import type { LaunchVisit } from './session-from.js';

/**
 * Leaves the visit's attempt and begins another at the same place. The old token stays good for what a browser has
 * still to report about the old attempt.
 * @returns the token of the new attempt's session
 * @throws LotseError `forbidden` where the visit may only look, as a preview may; `unknown-content` where no content was launched, or it is gone
 */
export async function startOver(
  parts: LaunchParts,
  { session, grant, principal }: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>,
): Promise<string> {
  const { organisation } = grant;
  if (session.content === undefined || session.registration === undefined)
    throw new LotseError('unknown-content', 'This launch has no learning unit.');
  if (!allows(principal, 'statements/write'))
    throw new LotseError('forbidden', 'This launch leaves nothing behind: it is a preview.', {
      detail: 'scope statements/write missing',
    });
  const { registration, version } = await parts.content.attempts.startOver({
    organisation,
    actor: agentKey(principal.actor),
    contentId: session.content.id,
    placement: attemptPlacement(session),
  });
  const placement = await parts.store.placements.findPlacement(organisation, session.registration);
  if (placement !== undefined)
    await parts.store.placements.recordPlacement(organisation, {
      ...placement,
      registration,
      launched: isoNow(parts.clock),
    });
  return giveToken(parts, organisation, principal.actor, {
    ...session,
    registration,
    content: { id: session.content.id, version },
  });
}
