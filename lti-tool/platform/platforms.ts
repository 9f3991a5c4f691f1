import { z } from 'zod';
import { type Clock, isoNow, LotseError, newUuid } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import {
  type DeploymentVerdict,
  type LtiStore,
  type Platform,
  type PlatformChanges,
  platformKinds,
} from '../store/index.js';
import { type AccessTokens, createAccessTokens } from './access-tokens.js';
import type { IdentityClaims, LaunchIdentity, PlacedLink, PlatformAdapter, Pseudonym } from './adapter.js';
import { platformAdapters, type PlatformAdapters } from './adapters.js';
import {
  deepLinkingForm,
  type DeepLinkingForm,
  type DeepLinkingMessage,
  type DeepLinkingRequest,
} from './deep-linking-response.js';
import { createFetchJson, type FetchJson } from './fetch-json.js';
import { createFetchText, type FetchText, type PlatformNetwork } from './fetch-text.js';
import { pseudonymsOf } from './identity.js';
import { createKeySets, type KeySets } from './key-sets.js';
import { createLaunchTraces, type LaunchTraces } from './launch-traces.js';
import { findLineItem, createLineItem, type LineItemDescription } from './line-items.js';
import { type Member, fetchMembers } from './members.js';
import { createPlatformAccess, type PlatformAccess } from './platform-access.js';
import { submitScore } from './scores.js';
import { type SignFor, signWith } from './signed-jwt.js';
import { createSigningKeys, type PublishedKey, type SigningKeys } from './signing-keys.js';

const endpoint = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:\/\//.test(text), 'must be an http:// or https:// address');

const registration = z.object({
  // It becomes the home page of every account in statements: anything but a web address could not be stored (xAPI
  // Data §2.4.2.4).
  issuer: z
    .string()
    .max(2048)
    .refine((text) => URL.canParse(text) && /^https?:\/\/\S+$/.test(text), 'must be an http:// or https:// address'),
  clientId: z.string().min(1).max(512),
  deploymentIds: z.array(z.string().min(1).max(512)).min(1),
  authenticationEndpoint: endpoint,
  tokenEndpoint: endpoint,
  authorizationServer: z.string().min(1).optional(),
  jwksUri: endpoint,
  name: z.string().min(1).max(200),
  kind: z.enum(platformKinds),
});

const registrationWithoutDeployment = registration.extend({ deploymentIds: z.array(z.string().min(1).max(512)) });

/** An LMS's registration as an administrator enters it. */
export type PlatformRegistration = z.infer<typeof registration>;

/**
 * A registration of an LMS that may not have named its deployment yet; then its first one is accepted until the given
 * instant.
 */
export type PlatformDraft = PlatformRegistration & Pick<Platform, 'firstDeploymentUntil'>;

/** Registered LMSs, the keys we share with them, and their services. */
export interface Platforms {
  /**
   * Registers an LMS, and creates the organisation's key pair if it has none.
   * @throws LotseError `bad-request` naming the value that is wrong; `conflict` if the issuer and client id are
   * registered already
   */
  register(organisation: OrganisationId, registration: PlatformRegistration): Promise<Platform>;
  /**
   * Creates the platform of a registration, and the organisation's key, but does not register it yet.
   * @throws LotseError `bad-request` naming the value that is wrong
   */
  draft(organisation: OrganisationId, registration: PlatformDraft): Promise<Platform>;
  change(organisation: OrganisationId, id: string, changes: PlatformChanges): Promise<boolean>;
  /** See `PlatformCommands`; `false` if the deployment awaits no decision. */
  decideDeployment(
    organisation: OrganisationId,
    id: string,
    deploymentId: string,
    verdict: DeploymentVerdict,
  ): Promise<boolean>;
  /** @throws LotseError `unknown-platform` */
  find(organisation: OrganisationId, id: string): Promise<Platform>;
  findByClient(issuer: string, clientId: string): Promise<Platform | undefined>;
  findByIssuer(issuer: string): Promise<readonly Platform[]>;
  list(organisation: OrganisationId): Promise<readonly Platform[]>;
  /** The keys published for an organisation's LMSs; without an organisation, the keys of all. */
  publishedKeys(organisation?: OrganisationId): Promise<readonly PublishedKey[]>;
  /** Our signing keys. */
  readonly signingKeys: SigningKeys;
  /** Sends a request to an LMS, within the limits of time, size and network that apply to all of them. */
  readonly fetchJson: FetchJson;
  readonly fetchText: FetchText;
  /** Access tokens for the LMSs' services. */
  readonly accessTokens: AccessTokens;
  /** Progress of their launches. */
  readonly launches: LaunchTraces;
  /** The LMSs' own public keys. */
  readonly keySets: KeySets;
  /** @param message a score as the LMS's adapter writes it */
  readonly scores: {
    submit(
      platform: Platform,
      lineItem: string,
      message: Readonly<Record<string, unknown>>,
      signal?: AbortSignal,
    ): Promise<void>;
  };
  readonly lineItems: {
    find(platform: Platform, description: LineItemDescription, signal?: AbortSignal): Promise<string | undefined>;
    create(platform: Platform, description: LineItemDescription, signal?: AbortSignal): Promise<string>;
  };
  /** @param resourceLinkId only those who can open this link */
  members(platform: Platform, membershipsUrl: string, resourceLinkId?: string): Promise<readonly Member[]>;
  deepLinkingForm(
    platform: Platform,
    request: DeepLinkingRequest,
    links: readonly PlacedLink[],
    said?: DeepLinkingMessage,
  ): Promise<DeepLinkingForm>;
  /** The adapter of each kind of LMS. */
  readonly adapters: PlatformAdapters;
  /** The adapter of this LMS. */
  adapterOf(platform: Pick<Platform, 'kind'>): PlatformAdapter;
  /** Identifies a person by the claims of this LMS in a launch or a list of members. */
  identify(platform: Pick<Platform, 'kind' | 'issuer'>, claims: IdentityClaims): LaunchIdentity;
}

/** Options of platforms. */
export interface PlatformsOptions {
  readonly store: LtiStore;
  readonly clock: Clock;
  /** See `readEncryptionKey`. */
  readonly encryptionKey: string;
  /** The addresses that may be requested. */
  readonly network: PlatformNetwork;
  /** Adapters of known products. */
  readonly adapters: readonly PlatformAdapter[];
}

class RegisteredPlatforms implements Platforms {
  readonly #parts: PlatformsOptions;
  readonly adapters: PlatformAdapters;
  readonly #pseudonyms: (issuer: string) => Pseudonym;
  readonly signingKeys: SigningKeys;
  readonly #sign: SignFor;
  readonly fetchText: FetchText;
  readonly fetchJson: FetchJson;
  readonly accessTokens: AccessTokens;
  readonly #access: PlatformAccess;
  readonly launches: Platforms['launches'];
  readonly keySets: Platforms['keySets'];
  readonly scores: Platforms['scores'];
  readonly lineItems: Platforms['lineItems'];

  constructor(parts: PlatformsOptions) {
    this.#parts = parts;
    this.adapters = platformAdapters(parts.adapters);
    this.#pseudonyms = pseudonymsOf(parts.encryptionKey);
    this.signingKeys = createSigningKeys(parts.store, parts.clock, parts.encryptionKey);
    this.#sign = signWith(this.signingKeys, parts.clock);
    this.fetchText = createFetchText(parts.network);
    this.fetchJson = createFetchJson(this.fetchText);
    this.accessTokens = createAccessTokens(this.#sign, parts.clock, this.fetchJson);
    this.#access = createPlatformAccess(this.accessTokens, this.fetchJson, parts.clock);
    this.launches = createLaunchTraces({ store: parts.store, clock: parts.clock });
    this.keySets = createKeySets(parts.clock, this.fetchJson);
    this.scores = {
      submit: (platform, lineItem, message, signal) => submitScore(this.#access, platform, lineItem, message, signal),
    };
    this.lineItems = {
      find: (platform, description, signal) => findLineItem(this.#access, platform, description, signal),
      create: (platform, description, signal) => createLineItem(this.#access, platform, description, signal),
    };
  }

  async register(organisation: OrganisationId, given: PlatformRegistration): Promise<Platform> {
    const platform = await this.draft(organisation, given);
    if (await this.#parts.store.platforms.addPlatform(platform)) return platform;
    throw new LotseError(
      'conflict',
      `The learning platform ${platform.issuer} is registered with this client id already.`,
    );
  }

  change(organisation: OrganisationId, id: string, changes: PlatformChanges): Promise<boolean> {
    return this.#parts.store.platforms.changePlatform(organisation, id, changes);
  }

  decideDeployment(
    organisation: OrganisationId,
    id: string,
    deploymentId: string,
    verdict: DeploymentVerdict,
  ): Promise<boolean> {
    return this.#parts.store.platforms.decideDeployment(organisation, id, { id: newUuid(), deploymentId, verdict });
  }

  async find(organisation: OrganisationId, id: string): Promise<Platform> {
    const platform = await this.#parts.store.platforms.findPlatform(organisation, id);
    if (platform === undefined)
      throw new LotseError('unknown-platform', 'No organisation has registered this learning platform.', {
        detail: `platform ${id}`,
      });
    return platform;
  }

  findByClient(issuer: string, clientId: string): Promise<Platform | undefined> {
    return this.#parts.store.platforms.findPlatformByClient(issuer, clientId);
  }

  findByIssuer(issuer: string): Promise<readonly Platform[]> {
    return this.#parts.store.platforms.listPlatformsByIssuer(issuer);
  }

  list(organisation: OrganisationId): Promise<readonly Platform[]> {
    return this.#parts.store.platforms.listPlatforms(organisation);
  }

  publishedKeys(organisation?: OrganisationId): Promise<readonly PublishedKey[]> {
    return this.signingKeys.published(organisation);
  }

  members(platform: Platform, membershipsUrl: string, resourceLinkId?: string): Promise<readonly Member[]> {
    return fetchMembers(
      this.#access,
      {
        identify: (claims) => this.identify(platform, claims),
        rolesOf: (roles) => this.adapters.of(platform.kind).rolesOf(roles),
      },
      platform,
      membershipsUrl,
      resourceLinkId,
    );
  }

  deepLinkingForm(
    platform: Platform,
    request: DeepLinkingRequest,
    links: readonly PlacedLink[],
    said?: DeepLinkingMessage,
  ): Promise<DeepLinkingForm> {
    return deepLinkingForm(this.#sign, this.adapters.of(platform.kind), platform, request, { links, ...said });
  }

  adapterOf({ kind }: Pick<Platform, 'kind'>): PlatformAdapter {
    return this.adapters.of(kind);
  }

  async draft(organisation: OrganisationId, { firstDeploymentUntil, ...given }: PlatformDraft): Promise<Platform> {
    const parsed = (firstDeploymentUntil === undefined ? registration : registrationWithoutDeployment).safeParse(given);
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0]!;
      throw new LotseError(
        'bad-request',
        `The learning platform cannot be registered: ${path.join('.')} is not right (${message}).`,
        { path: path.join('.') },
      );
    }
    const { authorizationServer, ...rest } = parsed.data;
    await this.signingKeys.ensure(organisation);
    return {
      ...rest,
      ...(authorizationServer === undefined ? {} : { authorizationServer }),
      ...(firstDeploymentUntil === undefined ? {} : { firstDeploymentUntil }),
      id: newUuid(),
      organisation,
      active: true,
      created: isoNow(this.#parts.clock),
    };
  }

  identify({ kind, issuer }: Pick<Platform, 'issuer' | 'kind'>, claims: IdentityClaims): LaunchIdentity {
    return this.adapters.of(kind).identify(claims, this.#pseudonyms(issuer));
  }
}

export function createPlatforms(parts: PlatformsOptions): Platforms {
  return new RegisteredPlatforms(parts);
}
