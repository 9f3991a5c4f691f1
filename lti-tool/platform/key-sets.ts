import { importJWK, type JWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import { LotseError, type Clock } from '../../lrs/base/index.js';
import type { FetchJson } from './fetch-json.js';

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional(), use: z.string().optional(), alg: z.string().optional() })).max(100) });

/** Milliseconds for which a key set is used without asking again. */
const fresh = 60 * 60 * 1000;
/** Milliseconds for which it serves while the LMS does not answer. */
const usable = 24 * 60 * 60 * 1000;
/** An unknown `kid` leads to one more look, but not more often than this (milliseconds). */
const refetchPause = 30 * 1000;
const sizeLimit = 256 * 1024;
const timeout = 5000;

interface Cached {
  readonly keys: ReadonlyMap<string, JWK>;
  readonly fetched: number;
}

/** The public keys of LMSs, cached. */
export interface KeySets {
  /**
   * The key with this id.
   * @returns `undefined` where the LMS publishes no such RSA signing key
   * @throws LotseError `platform-unreachable`
   */
  key(jwksUri: string, kid: string): Promise<CryptoKey | undefined>;
}

/** @param clock decides how old a key set is */
export function createKeySets(clock: Clock, fetchJson: FetchJson): KeySets {
  const cache = new Map<string, Cached>();
  const running = new Map<string, Promise<Cached>>();
  const lastTry = new Map<string, number>();

  async function load(jwksUri: string): Promise<Cached> {
    const answer = await fetchJson({ url: jwksUri, headers: { Accept: 'application/json' }, timeout, limit: sizeLimit });
    const parsed = keySet.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) {
      throw new LotseError('platform-unreachable', 'The LMS does not publish its keys as it should.', { detail: `JWKS of ${new URL(jwksUri).host}: status ${answer.status}` });
    }
    const keys = new Map<string, JWK>();
    for (const key of parsed.data.keys) {
      const signs = key.kty === 'RSA' && (key.use ?? 'sig') === 'sig' && (key.alg ?? 'RS256') === 'RS256';
      if (signs && key.kid !== undefined) keys.set(key.kid, key as JWK);
    }
    const loaded = { keys, fetched: clock.now() };
    cache.set(jwksUri, loaded);
    return loaded;
  }

  /** One request at a time per address, however many launches wait for it. */
  function loadOnce(jwksUri: string): Promise<Cached> {
    let promise = running.get(jwksUri);
    if (promise === undefined) {
      lastTry.set(jwksUri, clock.now());
      promise = load(jwksUri).finally(() => running.delete(jwksUri));
      running.set(jwksUri, promise);
    }
    return promise;
  }

  async function current(jwksUri: string): Promise<Cached> {
    const cached = cache.get(jwksUri);
    if (cached !== undefined && clock.now() - cached.fetched < fresh) return cached;
    try {
      return await loadOnce(jwksUri);
    } catch (caught) {
      if (cached !== undefined && clock.now() - cached.fetched < usable) return cached;
      throw caught;
    }
  }

  async function withKey(jwksUri: string, kid: string): Promise<JWK | undefined> {
    const known = (await current(jwksUri)).keys.get(kid);
    if (known !== undefined) return known;
    // Launches that wait for the same look share it; a stranger's made-up kid cannot make us ask in a loop.
    if (!running.has(jwksUri) && clock.now() - (lastTry.get(jwksUri) ?? 0) < refetchPause) return undefined;
    return (await loadOnce(jwksUri)).keys.get(kid);
  }

  return {
    async key(jwksUri, kid) {
      const jwk = await withKey(jwksUri, kid);
      if (jwk === undefined) return undefined;
      return (await importJWK({ ...jwk, alg: 'RS256' }, 'RS256')) as CryptoKey;
    },
  };
}
