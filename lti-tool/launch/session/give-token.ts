import { vocabularyFor } from '../../../base/index.js';
import type { Agent, OrganisationId, Scope } from '../../../lrs/index.js';
import type { LaunchParts } from '../parts.js';
import type { LaunchSession } from './launch-session.js';

const playing: readonly Scope[] = ['statements/write', 'statements/read/mine', 'state'];
const looking: readonly Scope[] = ['statements/read/mine'];

/** What a token is for, where it is for less than its session allows. */
export interface TokenLimits {
  /** It may look and write nothing. */
  readonly preview?: boolean;
  /** Milliseconds for which it is good. */
  readonly lifetime?: number;
}

/** Gives out the token that carries a session from page to page: limited to its person and, if it has one, its content. */
export async function giveToken(
  { lrs, clock, hours, publicUrl }: Pick<LaunchParts, 'lrs' | 'clock' | 'hours' | 'publicUrl'>,
  organisation: OrganisationId,
  actor: Agent,
  session: LaunchSession,
  { preview = false, lifetime = hours * 3_600_000 }: TokenLimits = {},
): Promise<string> {
  const { token } = await lrs.access.issueGrant({
    organisation,
    actor,
    session: JSON.stringify(session),
    scopes: preview || session.content === undefined ? looking : playing,
    expires: new Date(clock.now() + lifetime).toISOString(),
    ...(session.content === undefined ? {} : { activity: vocabularyFor(publicUrl).activity(session.content.id) }),
  });
  return token;
}
