import type { OrganisationId } from '../../lrs/index.js';
import type { DeploymentDecision, PlatformDeployments } from './deployments.js';

/** The product of an installation, which decides about its quirks. */
export const platformKinds = ['demo', 'moodle', 'ilias', 'generic'] as const;
export type PlatformKind = (typeof platformKinds)[number];

/** One LMS installation as one organisation has registered it (LTI 1.3 §3.1.3). */
export interface Platform extends PlatformDeployments {
  /** UUID. */
  readonly id: string;
  readonly organisation: OrganisationId;
  /** The LMS's issuer identifier, `iss` in its messages. */
  readonly issuer: string;
  /** Our client id at the LMS. With the issuer it names this registration, in the whole installation. */
  readonly clientId: string;
  /** OIDC authentication request URL. */
  readonly authenticationEndpoint: string;
  /** OAuth 2.0 access token URL. */
  readonly tokenEndpoint: string;
  /** The audience of access token requests, if it is not the token endpoint. */
  readonly authorizationServer?: string;
  /** Where the LMS publishes its public keys. */
  readonly jwksUri: string;
  /** The name people read. */
  readonly name: string;
  readonly kind: PlatformKind;
  /** `false`: known, but nobody may come in. */
  readonly active: boolean;
  /** ISO 8601 UTC. */
  readonly created: string;
}

/**
 * The properties of a platform that may change; its issuer and client id identify it, and its deployments are recorded
 * and decided about.
 */
export type PlatformChanges = Partial<
  Pick<
    Platform,
    'authenticationEndpoint' | 'tokenEndpoint' | 'authorizationServer' | 'jwksUri' | 'name' | 'kind' | 'active'
  >
>;

/**
 * True if this registration exists already, so that adding it was repeated; what has been changed about it since does
 * not matter.
 */
export function isSameRegistration(existing: Platform, added: Platform): boolean {
  return (
    existing.id === added.id &&
    existing.organisation === added.organisation &&
    existing.issuer === added.issuer &&
    existing.clientId === added.clientId
  );
}

/** Commands of platforms. */
export interface PlatformCommands {
  /**
   * Adds a platform. Repeated with the same id, issuer and client id it answers `true` and changes nothing.
   * @returns `false` if another registration, of this organisation or another, has the issuer and client id, or the
   *   organisation has another platform of this id; then nothing is written
   */
  addPlatform(platform: Platform): Promise<boolean>;
  /**
   * Changes what is given and leaves the rest. Repeated it sets the same again: who else has changed it meanwhile is
   * overwritten, as by a change that came later.
   * @returns `false` if the organisation has no such platform
   */
  changePlatform(organisation: OrganisationId, id: string, changes: PlatformChanges): Promise<boolean>;
  /**
   * Decides about the deployment of a genuine launch, see `PlatformDeployments` and `meetDeployment`. Of several first
   * ones at once one is accepted. Repeated it answers as before, unless the organisation has decided meanwhile.
   * @param now ISO 8601 UTC
   * @returns `requested` if the organisation has to decide, and for a platform that it does not have
   */
  meetDeployment(
    organisation: OrganisationId,
    id: string,
    deploymentId: string,
    now: string,
  ): Promise<'accepted' | 'requested'>;
  /**
   * Decides about one deployment that awaits it, and leaves every other as it is; of several decisions about the same
   * one the first counts. What is declined may come and be requested again. Repeated with the same decision id it
   * answers `true` and changes nothing, as long as no twenty others have followed.
   * @returns `false` if this deployment awaits no decision: nothing is written
   */
  decideDeployment(organisation: OrganisationId, id: string, decision: DeploymentDecision): Promise<boolean>;
}

/** Queries of platforms. A login names its platform before any organisation is known: the first two look everywhere. */
export interface PlatformQueries {
  findPlatformByClient(issuer: string, clientId: string): Promise<Platform | undefined>;
  /** All registrations of one LMS, oldest first; those of one instant by organisation and id. */
  listPlatformsByIssuer(issuer: string): Promise<readonly Platform[]>;
  findPlatform(organisation: OrganisationId, id: string): Promise<Platform | undefined>;
  /** An organisation's platforms, oldest first. */
  listPlatforms(organisation: OrganisationId): Promise<readonly Platform[]>;
}
