import { vocabularyFor, type Agent, type OrganisationId, type Scope } from '../../../lrs/index.js';
import type { LaunchParts } from '../parts.js';
import type { LaunchSession } from './launch-session.js';

const playing: readonly Scope[] = ['statements/write', 'statements/read/mine', 'state'];
const looking: readonly Scope[] = ['statements/read/mine'];

/** Gives out the token that carries a session from page to page: limited to its person and, if it has one, its content. */
export async function giveToken({ lrs, clock, hours, publicUrl }: LaunchParts, organisation: OrganisationId, actor: Agent, session: LaunchSession): Promise<string> {
  const { token } = await lrs.access.issueGrant({
    organisation, actor, session: JSON.stringify(session),
    scopes: session.content === undefined ? looking : playing,
    expires: new Date(clock.now() + hours * 3_600_000).toISOString(),
    ...(session.content === undefined ? {} : { activity: vocabularyFor(publicUrl).activity(session.content.id) }),
  });
  return token;
}
