import { newUuid } from '../../../base/index.js';
import type { LaunchParts } from '../parts.js';
import { giveToken } from './give-token.js';
import type { LaunchVisit } from './session-from.js';

/** How long somebody may look at a preview without opening it again, in milliseconds. */
const lifetime = 3_600_000;

/** A content that is looked at before it is placed. */
export interface Preview {
  /** Opens the content's files and allows nothing to be written. */
  readonly token: string;
  /** JSON text; holds all of h5p-content's PlaySession. The registration is nobody's: no attempt begins. */
  readonly session: string;
}

/** Lets somebody look at a content: no attempt, no statement, no learner state, no grade. */
export async function preview(
  parts: LaunchParts,
  { session, grant, principal }: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>,
  content: { readonly id: string; readonly version: number },
): Promise<Preview> {
  const { deepLinking: _, lineItem: _lineItem, ...rest } = session;
  const looking = { ...rest, registration: newUuid(), content: { id: content.id, version: content.version } };
  return {
    token: await giveToken(parts, grant.organisation, principal.actor, looking, { preview: true, lifetime }),
    session: JSON.stringify(looking),
  };
}
