import { z } from 'zod';
import { type Clock, hashOfSecret, isoNow, LotseError, newUuid, type Seconds } from '../../base/index.js';
import {
  type Access,
  allows,
  type CredentialPrincipal,
  isLimited,
  type OrganisationId,
  readsOnlyOwn,
} from '../../lrs/index.js';
import type { Role } from '../roles/index.js';
import type { PeopleStore } from '../store/index.js';
import { credentialWayIn, type VisitRecord, parseVisit } from '../visit/index.js';
import type { SignInArea } from './area.js';

/** Lifetime of a sign-in. */
export const sessionSeconds: Seconds = 2 * 60 * 60;

/** The visit of the person behind a credential. */
export interface SignInSession extends Pick<VisitRecord, 'person' | 'roles'> {
  readonly organisation: OrganisationId;
  readonly token: string;
  /** The key of the credential they signed in with. */
  readonly key: string;
  /** The areas that the roles open at present; at least one of those asked about. */
  readonly opens: readonly SignInArea[];
}

/** Dependencies of sessions. */
export interface SessionParts {
  readonly access: Access;
  readonly people: Pick<PeopleStore, 'ensurePersons'>;
  readonly clock: Clock;
  /** Where browsers reach this server, without a slash at its end. */
  readonly publicUrl: string;
  /** All areas that one session can open on this server, in the order of the navigation. */
  readonly areas: readonly SignInArea[];
}

/** The data of this sign-in method in its visits. */
const credentialDetails = z.object({ key: z.string(), secretHash: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The roles of the person behind a credential. A right to read all statements is one to look at them. A right to
 * everything in an organisation's LRS makes an administrator; except for a credential issued for other software, which
 * is in that software's settings.
 */
function rolesOf(principal: CredentialPrincipal): Role[] {
  const runs = allows(principal, 'all') && !isLimited(principal) && principal.software === undefined;
  return [
    ...(runs ? (['organisation-administrator'] as const) : []),
    ...(readsOnlyOwn(principal) ? [] : (['record-reader'] as const)),
  ];
}

/**
 * Begins the visit of the person behind a credential, creating the person if necessary: a grant of the credential's
 * organisation without any right in the LRS itself.
 * @param secret the one that was signed in with; the visit ends with it
 * @throws LotseError `forbidden` if no area admits the credential
 */
export async function beginSession(
  { access, people, clock, publicUrl, areas }: SessionParts,
  principal: CredentialPrincipal,
  secret: string,
): Promise<string> {
  const roles = rolesOf(principal);
  if (!areas.some((area) => area.admits(roles)))
    throw new LotseError('forbidden', 'This credential does not open these pages.');
  const { organisation, key, authority } = principal;
  const identity = { issuer: authority.account.homePage, subject: key };
  const [person] = await people.ensurePersons(organisation, [{ ...identity, newPerson: newUuid() }], isoNow(clock));
  const visit: VisitRecord = {
    person: person!,
    identity,
    roles,
    language: 'de',
    platform: publicUrl,
    placement: '',
    wayIn: { name: credentialWayIn, details: { key, secretHash: hashOfSecret(secret) } },
  };
  const { token } = await access.issueGrant({
    organisation,
    scopes: [],
    actor: authority,
    session: JSON.stringify(visit),
    expires: new Date(clock.now() + sessionSeconds * 1000).toISOString(),
  });
  return token;
}

/**
 * The session of a token; `undefined` if it has ended or is a launch's, or if its credential is revoked, has another
 * secret by now, or opens nothing.
 */
export async function sessionOf({ access, areas }: SessionParts, token: string): Promise<SignInSession | undefined> {
  const grant = await access.resolveToken(token).catch((caught: unknown) => {
    if (caught instanceof LotseError && caught.code === 'session-lost') return undefined;
    throw caught;
  });
  const visit = grant === undefined ? undefined : parseVisit(grant.session);
  if (grant === undefined || visit?.wayIn?.name !== credentialWayIn) return undefined;
  const { data: details } = credentialDetails.safeParse(visit.wayIn.details);
  if (details === undefined) return undefined;
  const principal = await access.principalOfCredential(details.key, details.secretHash);
  if (principal === undefined || principal.organisation !== grant.organisation) return undefined;
  const roles = rolesOf(principal);
  const opens = areas.filter((area) => area.admits(roles));
  return opens.length === 0
    ? undefined
    : { person: visit.person, roles, organisation: grant.organisation, token, key: details.key, opens };
}
