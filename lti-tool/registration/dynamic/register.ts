import { truncate, type Clock, hashOfSecret, isoNow, type Milliseconds, newUuid } from '../../../base/index.js';
import type { LrsStore, OrganisationId } from '../../../lrs/index.js';
import type { Platforms } from '../../platform/index.js';
import type { LtiStore, Platform } from '../../store/index.js';
import { RegistrationError } from '../registration-error.js';
import { type PlatformConfiguration, fetchPlatformConfiguration } from './read-configuration.js';
import type { RegistrationRequest } from './read-request.js';
import { type RegisteredClient, sendRegistration } from './send-registration.js';
import { toolRegistration } from './tool-registration.js';

/** Days for which the first deployment of an LMS without one is accepted. */
export const firstDeploymentDays = 14;

/** Time for which one try holds an invitation: longer than all its requests together. */
const reservedFor: Milliseconds = 60_000;

/** Dependencies of a registration. */
export interface RegistrationParts {
  readonly store: Pick<LtiStore, 'invitations' | 'settings' | 'platforms'>;
  readonly organisations: Pick<LrsStore['access'], 'findOrganisation'>;
  readonly platforms: Pick<Platforms, 'draft' | 'fetchJson' | 'adapters'>;
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** True if LMSs inside the own network may be connected, and so LMSs without https. */
  readonly allowInternal: boolean;
}

/** The result of a registration. */
export interface RegistrationResult {
  readonly platform: Platform;
  /**
   * The organisation had it already: the LMS has accepted our newest registration, and the invitation is still valid.
   */
  readonly renewed: boolean;
}

/** A registration to be confirmed. */
export interface Proposal {
  readonly organisation: string;
  readonly configuration: PlatformConfiguration;
  readonly nameClaims: boolean;
}

/** A digest of what the person confirms: the LMS to connect, and if it is asked for names. */
export function proposalDigest({ configuration, nameClaims }: Pick<Proposal, 'configuration' | 'nameClaims'>): string {
  return `${configuration.digest}.${nameClaims ? 'names' : 'no-names'}`;
}

/**
 * Prepares a registration without any effect: checks the invitation, and fetches the LMS's configuration.
 * Nothing is fetched for somebody without an invitation.
 * @throws RegistrationError
 */
export async function propose(parts: RegistrationParts, request: RegistrationRequest): Promise<Proposal> {
  const { store, organisations, platforms, clock, allowInternal } = parts;
  const invitation = await store.invitations.findInvitation(hashOfSecret(request.invitation));
  if (invitation === undefined) throw new RegistrationError('invitation-unknown');
  if (invitation.platform !== undefined) throw new RegistrationError('invitation-redeemed');
  if (invitation.expires <= isoNow(clock)) throw new RegistrationError('invitation-expired');
  const organisation = await organisations.findOrganisation(invitation.organisation);
  if (organisation === undefined) throw new RegistrationError('invitation-unknown', 'its organisation is gone');
  const configuration = await fetchPlatformConfiguration(platforms, request.openid_configuration, allowInternal);
  const { nameClaims } = await store.settings.findSettings(invitation.organisation);
  return { organisation: organisation.name, configuration, nameClaims };
}

async function reserve(
  { store, clock }: RegistrationParts,
  { invitation, registration_token: token }: RegistrationRequest,
  reservation: string,
): Promise<OrganisationId> {
  const answer = await store.invitations.reserveInvitation({
    secretHash: hashOfSecret(invitation),
    ...(token === undefined ? {} : { tokenHash: hashOfSecret(token) }),
    reservation,
    now: isoNow(clock),
    until: new Date(clock.now() + reservedFor).toISOString(),
  });
  if (answer.kind === 'reserved') return answer.organisation;
  throw new RegistrationError(answer.kind === 'token-used' ? 'token-used' : `invitation-${answer.kind}`);
}

async function platformOf(
  { platforms, clock }: RegistrationParts,
  organisation: OrganisationId,
  configuration: PlatformConfiguration,
  client: RegisteredClient,
): Promise<Platform> {
  const { issuer, authenticationEndpoint, tokenEndpoint, authorizationServer, jwksUri, kind, product, host } =
    configuration;
  return platforms.draft(organisation, {
    issuer,
    clientId: client.clientId,
    authenticationEndpoint,
    tokenEndpoint,
    jwksUri,
    kind,
    name: product === host ? host : truncate(`${product} (${host})`, 200),
    ...(authorizationServer === undefined ? {} : { authorizationServer }),
    ...(client.deploymentId === undefined
      ? {
          deploymentIds: [],
          firstDeploymentUntil: new Date(clock.now() + firstDeploymentDays * 24 * 60 * 60 * 1000).toISOString(),
        }
      : { deploymentIds: [client.deploymentId] }),
  });
}

/**
 * Registers the LMS. Only this try holds the invitation until it ends, and uses it up by adding the
 * platform; if the LMS refuses, the invitation and the registration token are free again.
 *
 * An LMS that updates a tool it knows (Moodle asks which it shall be) keeps our client id. It has then taken what we
 * sent, and its platform is registered here already: the result says so, and nothing is added.
 * @param digest see `proposalDigest`: settings may have been changed while the page was open, too
 * @throws RegistrationError
 */
export async function register(
  parts: RegistrationParts,
  request: RegistrationRequest,
  digest: string,
): Promise<RegistrationResult> {
  const { store, platforms, publicUrl, allowInternal } = parts;
  const reservation = newUuid();
  const secretHash = hashOfSecret(request.invitation);
  const organisation = await reserve(parts, request, reservation);
  let platform: Platform;
  try {
    const configuration = await fetchPlatformConfiguration(platforms, request.openid_configuration, allowInternal);
    const settings = await store.settings.findSettings(organisation);
    if (proposalDigest({ configuration, ...settings }) !== digest)
      throw new RegistrationError('configuration-changed', configuration.host);
    const client = await sendRegistration(
      platforms.fetchJson,
      configuration,
      request.registration_token,
      toolRegistration(publicUrl, organisation, configuration, settings),
    );
    platform = await platformOf(parts, organisation, configuration, client);
  } catch (caught) {
    await store.invitations.releaseInvitation(secretHash, reservation);
    throw caught;
  }
  const outcome = await store.invitations.redeemInvitation(secretHash, reservation, platform);
  if (outcome === 'redeemed') return { platform, renewed: false };
  if (outcome === 'lost') throw new RegistrationError('invitation-busy');
  await store.invitations.releaseInvitation(secretHash, reservation);
  const existing = await store.platforms.findPlatformByClient(platform.issuer, platform.clientId);
  // The message does not reveal which other organisation has connected it.
  if (existing?.organisation !== organisation) throw new RegistrationError('already-registered');
  return { platform: existing, renewed: true };
}
