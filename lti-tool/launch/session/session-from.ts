import type { Request } from 'express';
import { bearerToken, LotseError } from '../../../base/index.js';
import type { Access, Grant, Principal } from '../../../lrs/index.js';
import { type LaunchSession, readLaunchSession } from './launch-session.js';

/** Whoever is behind a page, as the launch said. */
export interface LaunchVisit {
  /** The launch token; for links and forms of the page, never for a log. */
  readonly token: string;
  readonly session: LaunchSession;
  readonly grant: Grant;
  readonly principal: Extract<Principal, { kind: 'grant' }>;
}

/** The launch token of a request: query parameter `launch`, field `launch` of a form, or Bearer. */
function tokenOf(request: Request): string | undefined {
  const bearer = bearerToken(request.headers.authorization);
  if (bearer !== undefined) return bearer;
  const form: unknown = request.body;
  const posted = typeof form === 'object' && form !== null && 'launch' in form ? form.launch : undefined;
  const given = request.query['launch'] ?? posted;
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/**
 * Who asks, by the launch token that the request carries.
 * @throws LotseError `session-lost` without a token, or with one that is unknown or has expired
 */
export async function sessionFrom(
  access: Pick<Access, 'resolveToken' | 'principalOf'>,
  request: Request,
): Promise<LaunchVisit> {
  const token = tokenOf(request);
  if (token === undefined)
    throw new LotseError('session-lost', 'This page belongs to a launch. Please open it from your course.', {
      detail: 'no launch token',
    });
  const grant = await access.resolveToken(token);
  const principal = access.principalOf(grant);
  if (principal.kind !== 'grant')
    throw new LotseError('session-lost', 'This page belongs to a launch. Please open it from your course.', {
      detail: 'no grant',
    });
  return { token, session: readLaunchSession(grant.session), grant, principal };
}
