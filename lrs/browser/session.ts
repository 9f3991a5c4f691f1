import type { Request } from 'express';
import { z } from 'zod';
import { LotseError, type Clock } from '../base/index.js';
import { allows, isLimited, type Access, type Principal } from '../access/index.js';
import type { LrsStore, OrganisationId } from '../store/index.js';

/** How long a sign-in lasts, in seconds. */
export const sessionSeconds = 2 * 60 * 60;

/** Who is looking. */
export interface BrowserSession {
  readonly organisation: OrganisationId;
  readonly token: string;
}

const kind = 'statement-browser';
const contents = z.object({ kind: z.literal(kind), key: z.string() });

function contentsOf(session: string): z.infer<typeof contents> | undefined {
  try {
    return contents.safeParse(JSON.parse(session)).data;
  } catch {
    return undefined;
  }
}

/** What sessions are made with. */
export interface SessionParts {
  readonly store: LrsStore;
  readonly access: Access;
  readonly clock: Clock;
}

/**
 * Begins a session: a grant of the credential's organisation that may read statements and nothing else.
 * @throws LotseError `forbidden` where the credential itself may not read all statements
 */
export async function beginSession({ access, clock }: SessionParts, principal: Principal): Promise<string> {
  if (principal.kind !== 'credential' || !allows(principal, 'statements/read') || isLimited(principal)) {
    throw new LotseError('forbidden', 'This credential may not read all statements.');
  }
  const { token } = await access.issueGrant({
    organisation: principal.organisation, scopes: ['statements/read'], actor: principal.authority,
    session: JSON.stringify({ kind, key: principal.key }), expires: new Date(clock.now() + sessionSeconds * 1000).toISOString(),
  });
  return token;
}

/** The session of a token; `undefined` where it has ended, is a launch's, or its credential is revoked. */
export async function sessionOf({ store, access }: SessionParts, token: string): Promise<BrowserSession | undefined> {
  const grant = await access.resolveToken(token).catch((caught: unknown) => {
    if (caught instanceof LotseError && caught.code === 'session-lost') return undefined;
    throw caught;
  });
  const session = grant === undefined ? undefined : contentsOf(grant.session);
  if (grant === undefined || session === undefined) return undefined;
  const credential = await store.access.findCredential(session.key);
  if (credential === undefined || credential.revoked !== undefined || credential.organisation !== grant.organisation) return undefined;
  return { organisation: grant.organisation, token };
}

/** The cookie that carries the token. */
export const cookieName = 'lotse-browser';

/** The token that a request brings. */
export function tokenOf(request: Request): string | undefined {
  const pair = (request.get('cookie') ?? '').split(/; */).find((each) => each.startsWith(`${cookieName}=`));
  const token = pair?.slice(cookieName.length + 1);
  return token !== undefined && /^[\w-]{20,100}$/.test(token) ? token : undefined;
}
