import type { Request } from 'express';
import { bearerToken, LotseError } from '../../../base/index.js';
import { allows, type Lrs, type Principal, type Scope } from '../../../lrs/index.js';
import type { PlaySession, ReadPlaySession } from '../session.js';

/** The launch behind a request. */
export interface PlayLaunch {
  readonly principal: Extract<Principal, { kind: 'grant' }>;
  readonly session: PlaySession;
}

/** Finds the launch that a request belongs to. */
export type FindPlayLaunch = (request: Request) => Promise<PlayLaunch>;

/**
 * The launch of a request, by its token: `Authorization: Bearer …`.
 * @throws LotseError `unauthorized` without a token, `session-lost` with one that is unknown or expired,
 *   `forbidden` with one that was not issued for playing
 */
export function createLaunchFinder(lrs: Lrs, readSession: ReadPlaySession): FindPlayLaunch {
  return async (request) => {
    const token = bearerToken(request.header('authorization'));
    if (token === undefined) throw new LotseError('unauthorized', 'Please open this learning unit from your course.');
    const principal = lrs.access.principalOf(await lrs.access.resolveToken(token));
    if (principal.kind !== 'grant') throw new LotseError('forbidden', 'This address is for launches.');
    return { principal, session: readSession(principal.session) };
  };
}

/** Refuses an address with another content than the launch's. */
export function requireContent(session: PlaySession, contentId: string): void {
  if (contentId !== session.content.id) throw new LotseError('forbidden', 'This launch is for another learning unit.');
}

/** Refuses a read-only launch, such as a preview. */
export function requirePlayScope(principal: PlayLaunch['principal'], scope: Scope): void {
  if (!allows(principal, scope))
    throw new LotseError('forbidden', 'This launch leaves nothing behind: it is a preview.', {
      detail: `scope ${scope} missing`,
    });
}
