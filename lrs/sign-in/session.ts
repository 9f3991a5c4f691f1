import { z } from 'zod';
import { LotseError, type Clock } from '../base/index.js';
import type { Access, Principal } from '../access/index.js';
import type { LrsStore, OrganisationId, Scope } from '../store/index.js';

/** How long a sign-in lasts, in seconds. */
export const sessionSeconds = 2 * 60 * 60;

/** Who is looking. */
export interface SignedIn {
  readonly organisation: OrganisationId;
  readonly token: string;
}

/** What a sign-in opens, and to whom. */
export interface SignInArea {
  /** Tells the sessions of one area from those of another; also the name of its cookie, after `lotse-`. */
  readonly name: string;
  /** What the session's token itself may do in the LRS. */
  readonly scopes: readonly Scope[];
  /** Whether a credential may come in. */
  admits(principal: Extract<Principal, { kind: 'credential' }>): boolean;
}

/** What sessions are made with. */
export interface SessionParts {
  readonly store: Pick<LrsStore, 'access'>;
  readonly access: Access;
  readonly clock: Clock;
}

const contents = z.object({ kind: z.string(), key: z.string() });

function contentsOf(session: string, area: SignInArea): z.infer<typeof contents> | undefined {
  try {
    const { data } = contents.safeParse(JSON.parse(session));
    return data?.kind === area.name ? data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Begins a session: a grant of the credential's organisation with the area's scopes and nothing else.
 * @throws LotseError `forbidden` where the area does not admit the credential
 */
export async function beginSession({ access, clock }: SessionParts, area: SignInArea, principal: Principal): Promise<string> {
  if (principal.kind !== 'credential' || !area.admits(principal)) throw new LotseError('forbidden', 'This credential does not open this page.');
  const { token } = await access.issueGrant({
    organisation: principal.organisation, scopes: area.scopes, actor: principal.authority,
    session: JSON.stringify({ kind: area.name, key: principal.key }), expires: new Date(clock.now() + sessionSeconds * 1000).toISOString(),
  });
  return token;
}

/** The session of a token; `undefined` where it has ended, is another area's or a launch's, or its credential is revoked. */
export async function sessionOf({ store, access }: SessionParts, area: SignInArea, token: string): Promise<SignedIn | undefined> {
  const grant = await access.resolveToken(token).catch((caught: unknown) => {
    if (caught instanceof LotseError && caught.code === 'session-lost') return undefined;
    throw caught;
  });
  const session = grant === undefined ? undefined : contentsOf(grant.session, area);
  if (grant === undefined || session === undefined) return undefined;
  const credential = await store.access.findCredential(session.key);
  if (credential === undefined || credential.revoked !== undefined || credential.organisation !== grant.organisation) return undefined;
  return { organisation: grant.organisation, token };
}
