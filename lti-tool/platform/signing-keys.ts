import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import {
  type Clock,
  type Instant,
  isoNow,
  LotseError,
  type Milliseconds,
  newUuid,
  seal,
  unseal,
} from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import { type LtiStore, newestSigningKey, type Platform, type SigningKey } from '../store/index.js';
import { isFormerKey, openFormerKey } from './former-key.js';

/** A public key as the tool publishes it (RFC 7517). */
export interface PublishedKey {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
}

/** A key to sign with. */
export interface Signer {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Time for which a new key is published before it signs. Our key set says that it may be kept for five minutes;
 * Moodle keeps it until a signature does not fit and then looks again, ILIAS asks every time. Whoever looks once a day
 * has seen it by then.
 */
export const publishedBefore: Milliseconds = day;

/** Days for which the former keys stay published after the new one has begun to sign, by default. */
export const defaultOverlapDays = 7;

/** The schedule of a rotation. */
export interface Rotation {
  readonly kid: string;
  /** When the new key begins to sign. */
  readonly signsFrom: Instant;
  /** When the former keys are taken out of the published set. */
  readonly formerUntil: Instant;
}

/** Options of a rotation. */
export interface RotateOptions {
  /** Days for which the former keys stay published once the new one signs. */
  readonly overlapDays?: number;
  /** The key may be compromised: the new one signs at once, and the former ones are no longer published. */
  readonly immediate?: boolean;
}

const generate = promisify(generateKeyPair);
const rsaKey = z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() });
const purpose = (kid: string): string => `signing key ${kid}`;

/**
 * The key to sign with for a platform. A key of the platform's own, from the time before keys belonged to
 * organisations, is used until a rotation ends it; otherwise the newest key that may already sign.
 */
export function chooseKey(keys: readonly SigningKey[], platform: string, now: string): SigningKey | undefined {
  const usable = keys.filter(
    (key) =>
      key.signsFrom <= now &&
      (key.publishedUntil ?? '9') > now &&
      (key.platform === undefined || key.platform === platform),
  );
  const own = usable.find((key) => key.platform !== undefined && key.publishedUntil === undefined);
  return own ?? usable.toSorted((left, right) => (left.signsFrom < right.signsFrom ? 1 : -1))[0];
}

/** Our signing keys: one current key per organisation, replaced with overlap. */
export interface SigningKeys {
  /** Ensures that the organisation has a key of its own. */
  ensure(organisation: OrganisationId): Promise<void>;
  /** The current signing key for a platform. */
  signer(platform: Platform): Promise<Signer>;
  /** The keys published at present for an organisation's LMSs; without an organisation, the keys of all. */
  published(organisation?: OrganisationId): Promise<readonly PublishedKey[]>;
  /** An organisation's keys, oldest first, including those that do not sign yet. */
  list(organisation: OrganisationId): Promise<readonly SigningKey[]>;
  /**
   * Publishes a new key, which signs once LMSs have had time to fetch it; the former ones are removed after the
   * overlap.
   * @throws LotseError `conflict` if another process is replacing it at the same moment, or the last rotation still
   * waits
   */
  rotate(organisation: OrganisationId, options?: RotateOptions): Promise<Rotation>;
  /**
   * Removes expired keys, and replaces keys that have signed for too long.
   * @param days after which a key is replaced; 0: never
   * @returns the organisations whose keys were replaced
   */
  replaceDueKeys(days: number): Promise<readonly OrganisationId[]>;
}

class StoredSigningKeys implements SigningKeys {
  readonly #store: Pick<LtiStore, 'signingKeys'>;
  readonly #clock: Clock;
  readonly #installationKey: string;
  /** Opening a key costs more than signing with it; keys the store no longer has are dropped from the cache. */
  readonly #opened = new Map<string, Signer & { readonly published: PublishedKey }>();

  constructor(store: Pick<LtiStore, 'signingKeys'>, clock: Clock, installationKey: string) {
    this.#store = store;
    this.#clock = clock;
    this.#installationKey = installationKey;
  }

  list(organisation: OrganisationId): Promise<readonly SigningKey[]> {
    return this.#store.signingKeys.listSigningKeys(organisation);
  }

  async signer(platform: Platform): Promise<Signer> {
    let key = chooseKey(
      await this.#store.signingKeys.listSigningKeys(platform.organisation),
      platform.id,
      isoNow(this.#clock),
    );
    if (key === undefined) {
      await this.ensure(platform.organisation);
      key = chooseKey(
        await this.#store.signingKeys.listSigningKeys(platform.organisation),
        platform.id,
        isoNow(this.#clock),
      );
    }
    if (key === undefined)
      throw new LotseError('internal', 'Something went wrong on our side.', {
        detail: `no signing key for platform ${platform.id}`,
      });
    return this.#open(key);
  }

  async published(organisation: OrganisationId | undefined): Promise<readonly PublishedKey[]> {
    const now = isoNow(this.#clock);
    if (organisation !== undefined)
      return (await this.#store.signingKeys.listSigningKeys(organisation))
        .filter(({ publishedUntil = '9' }) => publishedUntil > now)
        .map((key) => this.#open(key).published);
    const keys = await this.#store.signingKeys.listPublishedSigningKeys(now);
    const publishedKids = new Set(keys.map(({ kid }) => kid));
    for (const kid of this.#opened.keys()) if (!publishedKids.has(kid)) this.#opened.delete(kid);
    return keys.map((key) => this.#open(key).published);
  }

  async replaceDueKeys(days: number): Promise<readonly OrganisationId[]> {
    await this.#store.signingKeys.removeEndedSigningKeys(isoNow(this.#clock));
    if (days === 0) return [];
    const newest = new Map<OrganisationId, string>();
    for (const { organisation, signsFrom } of await this.#store.signingKeys.listPublishedSigningKeys(
      isoNow(this.#clock),
    )) {
      if (signsFrom > (newest.get(organisation) ?? '')) newest.set(organisation, signsFrom);
    }
    const dueOrganisations = [...newest]
      .filter(([, signsFrom]) => this.#clock.now() - Date.parse(signsFrom) >= days * day)
      .map(([organisation]) => organisation);
    const replaced: OrganisationId[] = [];
    for (const organisation of dueOrganisations) {
      try {
        await this.rotate(organisation);
        replaced.push(organisation);
      } catch (caught) {
        // Another process of this installation was faster.
        if (!(caught instanceof LotseError && caught.code === 'conflict')) throw caught;
      }
    }
    return replaced;
  }

  #open({ kid, sealed }: SigningKey): Signer & { readonly published: PublishedKey } {
    const cached = this.#opened.get(kid);
    if (cached !== undefined) return cached;
    const privateKey = createPrivateKey(
      isFormerKey(sealed)
        ? openFormerKey(this.#installationKey, sealed)
        : unseal(this.#installationKey, purpose(kid), sealed),
    );
    const { kty, n, e } = rsaKey.parse(createPublicKey(privateKey).export({ format: 'jwk' }));
    const created = { kid, privateKey, published: { kty, kid, alg: 'RS256', use: 'sig', n, e } } as const;
    this.#opened.set(kid, created);
    return created;
  }

  async #make(organisation: OrganisationId, signsFrom: string, created: string): Promise<SigningKey> {
    const kid = newUuid();
    const { privateKey } = await generate('rsa', {
      modulusLength: 3072,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return { kid, organisation, sealed: seal(this.#installationKey, purpose(kid), privateKey), created, signsFrom };
  }

  async ensure(organisation: OrganisationId): Promise<void> {
    if (newestSigningKey(await this.#store.signingKeys.listSigningKeys(organisation)) !== undefined) return;
    const now = isoNow(this.#clock);
    // No LMS has yet had reason to fetch this organisation's key set. If another process was faster, its
    // key serves.
    await this.#store.signingKeys.addSigningKey(await this.#make(organisation, now, now), { after: undefined });
  }

  async rotate(
    organisation: OrganisationId,
    { overlapDays = defaultOverlapDays, immediate = false }: RotateOptions = {},
  ): Promise<Rotation> {
    const now = this.#clock.now();
    const newest = newestSigningKey(await this.#store.signingKeys.listSigningKeys(organisation));
    const busy = new LotseError(
      'conflict',
      'The keys of this organisation are being replaced already. A key signs a day after it was published; wait for that, or replace it at once.',
    );
    if (!immediate && newest !== undefined && newest.signsFrom > isoNow(this.#clock)) throw busy;
    const signsFrom = new Date(immediate ? now : now + publishedBefore).toISOString();
    const formerUntil = immediate ? signsFrom : new Date(now + publishedBefore + overlapDays * day).toISOString();
    const key = await this.#make(organisation, signsFrom, new Date(now).toISOString());
    if (!(await this.#store.signingKeys.addSigningKey(key, { after: newest?.kid, othersUntil: formerUntil })))
      throw busy;
    return { kid: key.kid, signsFrom, formerUntil };
  }
}

/** @param installationKey what private keys are encrypted with at rest */
export function createSigningKeys(
  store: Pick<LtiStore, 'signingKeys'>,
  clock: Clock,
  installationKey: string,
): SigningKeys {
  return new StoredSigningKeys(store, clock, installationKey);
}
