import { timingSafeEqual } from 'node:crypto';
import {
  type Clock,
  hashOfSecret,
  type Instant,
  isoNow,
  LotseError,
  type Milliseconds,
  newSecret,
} from '../../base/index.js';
import type { Agent } from '../statement/index.js';
import {
  type Credential,
  type Grant,
  type LrsStore,
  type Organisation,
  organisationId,
  type OrganisationId,
  type Scope,
} from '../store/index.js';
import { BruteForceGuard } from './brute-force-guard.js';
import { parsePresentedSecret } from './presented-secret.js';
import { allows, type Authority, type CredentialPrincipal, type Principal } from './principal.js';
import { RateLimit } from './rate-limit.js';
import { TtlCache } from './ttl-cache.js';

/** Time that a revoked credential or token may still work. */
const principalTtlMs: Milliseconds = 2_000;

/** Input of `issueGrant`. */
export interface GrantRequest {
  readonly organisation: OrganisationId;
  readonly scopes: readonly Scope[];
  /** The actor that statements and documents must be about. */
  readonly actor: Agent;
  /** The activity they must be about; left out: any. */
  readonly activity?: string;
  /** JSON text for whoever issues the grant. */
  readonly session: string;
  readonly expires: Instant;
}

/** Input of `createCredential`. */
export interface CredentialRequest {
  readonly organisation: string;
  readonly scopes: readonly Scope[];
  readonly label: string;
  /** Limits it to statements and documents about one agent. */
  readonly actor?: Agent;
  /** Limits it to statements and documents about one activity and those below it; see `isWithin`. */
  readonly activity?: string;
  /** The software that it is handed out for, if that speaks a dialect; see `Dialect`. */
  readonly software?: string;
}

/** Authentication and authorisation of requests. */
export interface Access {
  /**
   * The principal of an `Authorization` header: a credential (Basic) or a grant (Bearer). Each call counts as one
   * request of theirs.
   * @param address where the request came from; wrong secrets from there slow it down
   * @throws LotseError `unauthorized` without a header, or with one that is unknown, wrong, revoked or expired;
   *   `too-many-requests` over the rate, or after too many wrong secrets
   */
  authenticate(authorizationHeader: string | undefined, address?: string): Promise<Principal>;
  /** Issues a bearer token. The token itself is not stored. */
  issueGrant(request: GrantRequest): Promise<{ readonly token: string }>;
  /**
   * The grant behind a token.
   * @throws LotseError `session-lost` if there is none, or none any more
   */
  resolveToken(token: string): Promise<Grant>;
  /** The principal that a grant makes. */
  principalOf(grant: Grant): Principal;
  /**
   * The principal of a credential, for a session that began with one of its secrets and must end with it. Reads the
   * store, so a revocation shows at once.
   * @param secretHash `hashOfSecret` of that secret
   * @returns `undefined` if the key is gone or revoked, or that secret works no more
   */
  principalOfCredential(key: string, secretHash: string): Promise<CredentialPrincipal | undefined>;
  /** Ends a grant before its time. */
  revokeToken(token: string): Promise<void>;
  /**
   * Creates an organisation; one that is there already stays as it is.
   * @throws LotseError `invalid-parameter` if the id is not a short name
   */
  createOrganisation(organisation: { readonly id: string; readonly name: string }): Promise<Organisation>;
  /**
   * Creates a key with a secret. The secret is shown this once and not stored.
   * @throws LotseError `not-found` if there is no such organisation
   */
  createCredential(request: CredentialRequest): Promise<{ readonly key: string; readonly secret: string }>;
  /**
   * Gives a key a new secret, shown this once. The former one keeps working for a while, so that its users can be told.
   * @throws LotseError `not-found` if the organisation has no such key, or has revoked it
   */
  rotateCredential(
    organisation: OrganisationId,
    key: string,
    overlap: Milliseconds,
  ): Promise<{ readonly key: string; readonly secret: string; readonly formerUntil: string }>;
  /** Ends a credential; `false` if the organisation has no such key. */
  revokeCredential(organisation: OrganisationId, key: string): Promise<boolean>;
  /** True if a scope lets a principal do something. */
  allows(principal: Principal, scope: Scope): boolean;
}

/** Dependencies of access. */
export interface AccessParts {
  readonly store: LrsStore;
  readonly clock: Clock;
  /** The home page of the accounts that vouch for statements. */
  readonly publicUrl: string;
  /** Requests a second that one credential or token may send; 0 or left out: no limit. */
  readonly requestRate?: number;
}

/** A credential as far as a request's secret is compared with it, and what it makes of whoever knows that secret. */
interface CachedPrincipal {
  readonly credential: Credential | undefined;
  readonly current: Buffer;
  readonly former: Buffer;
  readonly principal: CredentialPrincipal | undefined;
}

const bytesOf = (hash: string): Buffer => Buffer.from(hash, 'hex');
const noSecret = bytesOf(hashOfSecret('a secret that no credential has'));
const noCredential: CachedPrincipal = {
  credential: undefined,
  current: noSecret,
  former: noSecret,
  principal: undefined,
};

class StoreAccess implements Access {
  readonly #parts: AccessParts;
  readonly #credentials: TtlCache<CachedPrincipal>;
  readonly #grants: TtlCache<Grant>;
  readonly #guard: BruteForceGuard;
  readonly #rate: RateLimit;
  readonly allows: Access['allows'];

  constructor(parts: AccessParts) {
    this.#parts = parts;
    this.#credentials = new TtlCache<CachedPrincipal>(parts.clock, principalTtlMs);
    this.#grants = new TtlCache<Grant>(parts.clock, principalTtlMs);
    this.#guard = new BruteForceGuard(parts.clock);
    this.#rate = new RateLimit(parts.clock, parts.requestRate ?? 0);
    this.allows = allows;
  }

  async authenticate(header: string | undefined, address: string | undefined): Promise<Principal> {
    if (header === undefined)
      throw new LotseError(
        'unauthorized',
        'This address needs an Authorization header: Basic with a key and its secret, or Bearer with a token.',
      );
    const presented = parsePresentedSecret(header);
    if (presented === undefined)
      throw new LotseError(
        'unauthorized',
        'The Authorization header is neither Basic with a key and its secret nor Bearer with a token.',
      );
    if (presented.kind === 'token') {
      const grant = await this.#findGrant(presented.token);
      if (grant === undefined)
        throw new LotseError(
          'unauthorized',
          'The token is unknown or has expired. Please launch again from the course.',
        );
      this.#rate.take(grant.tokenHash);
      return this.principalOf(grant);
    }
    this.#guard.check(presented.key, address);
    const principal = await this.#byCredential(presented.key, presented.secret);
    if (principal === undefined) {
      this.#guard.failed(presented.key, address);
      throw new LotseError('unauthorized', 'The key is unknown, or the secret does not belong to it.');
    }
    this.#guard.succeeded(presented.key, address);
    this.#rate.take(presented.key);
    return principal;
  }

  async issueGrant({ actor, ...request }: GrantRequest): Promise<{ readonly token: string }> {
    const token = newSecret();
    await this.#parts.store.access.addGrant({
      ...request,
      actor: JSON.stringify(actor),
      expires: new Date(request.expires).toISOString(),
      tokenHash: hashOfSecret(token),
    });
    return { token };
  }

  async resolveToken(token: string): Promise<Grant> {
    const grant = await this.#findGrant(token);
    if (grant === undefined)
      throw new LotseError('session-lost', 'This session has ended. Please open the unit again from your course.');
    return grant;
  }

  async principalOfCredential(key: string, secretHash: string): Promise<CredentialPrincipal | undefined> {
    return this.#principalWhere((await this.#findKnown(key)) ?? noCredential, bytesOf(secretHash));
  }

  async revokeToken(token: string): Promise<void> {
    const hash = hashOfSecret(token);
    await this.#parts.store.access.revokeGrant(hash);
    this.#grants.forget(hash);
  }

  async createOrganisation({ id, name }: { readonly id: string; readonly name: string }): Promise<Organisation> {
    const short = organisationId(id);
    if (short === undefined) {
      throw new LotseError(
        'invalid-parameter',
        `"${id}" cannot be the short name of an organisation: use 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end.`,
        { path: 'id' },
      );
    }
    return this.#parts.store.access.createOrganisation({ id: short, name, created: isoNow(this.#parts.clock) });
  }

  async createCredential({
    organisation,
    scopes,
    label,
    actor,
    activity,
    software,
  }: CredentialRequest): Promise<{ readonly key: string; readonly secret: string }> {
    const short = organisationId(organisation);
    if (short === undefined || (await this.#parts.store.access.findOrganisation(short)) === undefined) {
      throw new LotseError('not-found', `There is no organisation "${organisation}".`, { path: 'organisation' });
    }
    const key = newSecret(18);
    const secret = newSecret();
    await this.#parts.store.access.addCredential({
      key,
      organisation: short,
      secretHash: hashOfSecret(secret),
      scopes,
      label,
      created: isoNow(this.#parts.clock),
      ...(actor === undefined ? {} : { actor: JSON.stringify(actor) }),
      ...(activity === undefined ? {} : { activity }),
      ...(software === undefined ? {} : { software }),
    });
    return { key, secret };
  }

  async rotateCredential(
    organisation: OrganisationId,
    key: string,
    overlap: number,
  ): Promise<{ readonly key: string; readonly secret: string; readonly formerUntil: string }> {
    const secret = newSecret();
    const formerUntil = new Date(this.#parts.clock.now() + overlap).toISOString();
    const rotated = await this.#parts.store.access.rotateCredential(
      organisation,
      key,
      hashOfSecret(secret),
      formerUntil,
    );
    this.#credentials.forget(key);
    if (!rotated)
      throw new LotseError('not-found', 'This organisation has no such key, or has revoked it.', { path: 'key' });
    return { key, secret, formerUntil };
  }

  async revokeCredential(organisation: OrganisationId, key: string): Promise<boolean> {
    const revoked = await this.#parts.store.access.revokeCredential(organisation, key, isoNow(this.#parts.clock));
    this.#credentials.forget(key);
    return revoked;
  }

  #authority(name: string): Authority {
    return { objectType: 'Agent', account: { homePage: this.#parts.publicUrl, name } };
  }

  async #byCredential(key: string, secret: string): Promise<Principal | undefined> {
    return this.#principalWhere(
      (await this.#credentials.get(key, () => this.#findKnown(key))) ?? noCredential,
      bytesOf(hashOfSecret(secret)),
    );
  }

  /** An unknown key takes the same comparison, so that time does not tell which keys exist. */
  #principalWhere(
    { credential, current, former, principal }: CachedPrincipal,
    given: Buffer,
  ): CredentialPrincipal | undefined {
    const isCurrent = timingSafeEqual(given, current);
    const isFormer = timingSafeEqual(given, former) && isoNow(this.#parts.clock) < (credential?.former?.until ?? '');
    return isCurrent || isFormer ? principal : undefined;
  }

  async #findKnown(key: string): Promise<CachedPrincipal | undefined> {
    const credential = await this.#parts.store.access.findCredential(key);
    if (credential === undefined) return undefined;
    const { secretHash, former, revoked } = credential;
    return {
      credential,
      current: bytesOf(secretHash),
      former: former === undefined ? noSecret : bytesOf(former.secretHash),
      principal: revoked === undefined ? this.#principalWith(credential) : undefined,
    };
  }

  #principalWith({ key, organisation, scopes, actor, activity, software }: Credential): CredentialPrincipal {
    return {
      kind: 'credential',
      organisation,
      key,
      scopes,
      authority: this.#authority(key),
      ...(actor === undefined ? {} : { actor: JSON.parse(actor) as Agent }),
      ...(activity === undefined ? {} : { activity }),
      ...(software === undefined ? {} : { software }),
    };
  }

  async #findGrant(token: string): Promise<Grant | undefined> {
    const hash = hashOfSecret(token);
    const grant = await this.#grants.get(hash, () => this.#parts.store.access.findGrant(hash));
    return grant !== undefined && isoNow(this.#parts.clock) < grant.expires ? grant : undefined;
  }

  principalOf(grant: Grant): Principal {
    return {
      kind: 'grant',
      organisation: grant.organisation,
      scopes: grant.scopes,
      actor: JSON.parse(grant.actor) as Agent,
      session: grant.session,
      authority: this.#authority('launch'),
      ...(grant.activity === undefined ? {} : { activity: grant.activity }),
    };
  }
}

/** Access over a store. */
export function createAccess(parts: AccessParts): Access {
  return new StoreAccess(parts);
}
