import { z } from 'zod';
import { type Clock, hashOfSecret, LotseError } from '../../base/index.js';
import type { Access, CredentialPrincipal, OrganisationId } from '../../lrs/index.js';
import type { SignInArea } from './area.js';

/** How long a sign-in lasts, in seconds. */
export const sessionSeconds = 2 * 60 * 60;

/** Who is looking. */
export interface SignedIn {
  readonly organisation: OrganisationId;
  readonly token: string;
  /** Of the credential that they signed in with. */
  readonly key: string;
  /** What that credential opens now; at least one of the areas that were asked about. */
  readonly opens: readonly SignInArea[];
}

/** What sessions are made with. */
export interface SessionParts {
  readonly access: Access;
  readonly clock: Clock;
  /** All that one session can open on this server, in the order of the navigation. */
  readonly areas: readonly SignInArea[];
}

const contents = z.object({
  kind: z.literal('sign-in'),
  key: z.string(),
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
});

function contentsOf(session: string): z.infer<typeof contents> | undefined {
  try {
    return contents.safeParse(JSON.parse(session)).data;
  } catch {
    return undefined;
  }
}

/**
 * Begins a session: a grant of the credential's organisation that may do nothing in the LRS itself.
 * @param secret the one that was signed in with; the session ends with it
 * @throws LotseError `forbidden` where no area admits the credential
 */
export async function beginSession(
  { access, clock, areas }: SessionParts,
  principal: CredentialPrincipal,
  secret: string,
): Promise<string> {
  if (!areas.some((area) => area.admits(principal)))
    throw new LotseError('forbidden', 'This credential does not open these pages.');
  const { organisation, key, authority } = principal;
  const { token } = await access.issueGrant({
    organisation,
    scopes: [],
    actor: authority,
    session: JSON.stringify({ kind: 'sign-in', key, secretHash: hashOfSecret(secret) }),
    expires: new Date(clock.now() + sessionSeconds * 1000).toISOString(),
  });
  return token;
}

/** The session of a token; `undefined` where it has ended or is a launch's, or where its credential is revoked, has another secret by now, or opens nothing. */
export async function sessionOf({ access, areas }: SessionParts, token: string): Promise<SignedIn | undefined> {
  const grant = await access.resolveToken(token).catch((caught: unknown) => {
    if (caught instanceof LotseError && caught.code === 'session-lost') return undefined;
    throw caught;
  });
  const session = grant === undefined ? undefined : contentsOf(grant.session);
  if (grant === undefined || session === undefined) return undefined;
  const principal = await access.principalOfCredential(session.key, session.secretHash);
  if (principal === undefined || principal.organisation !== grant.organisation) return undefined;
  const opens = areas.filter((area) => area.admits(principal));
  return opens.length === 0 ? undefined : { organisation: grant.organisation, token, key: session.key, opens };
}
