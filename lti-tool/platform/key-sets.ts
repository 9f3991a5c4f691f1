import { importJWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import { type Clock, isRecent, LotseError, type Milliseconds } from '../../base/index.js';
import type { FetchJson, JsonRequest } from './fetch-json.js';

const keySet = z.object({ keys: z.array(z.unknown()).max(100) });
const rsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').nullish(),
  alg: z.literal('RS256').nullish(),
});

/** Time for which a key set is used without another request. */
const freshMs: Milliseconds = 60 * 60 * 1000;
/** Time for which it is used while the LMS does not respond. */
const usable: Milliseconds = 24 * 60 * 60 * 1000;
/** An unknown `kid` leads to one more look, but not more often than this. */
const refetchPause: Milliseconds = 30 * 1000;
/** After a failure the LMS is left alone for so long: launches of that time share the answer. */
const failurePause: Milliseconds = 5 * 1000;

interface Cached {
  readonly keys: ReadonlyMap<string, CryptoKey>;
  readonly fetched: number;
}

interface Failure {
  readonly error: unknown;
  readonly at: number;
}

/** The public keys of LMSs, cached. */
export interface KeySets {
  /**
   * The key with this id.
   * @returns `undefined` if the LMS publishes no such RSA signing key
   * @throws LotseError `platform-unreachable`
   */
  key(jwksUri: string, kid: string): Promise<CryptoKey | undefined>;
}

/**
 * A published key that we can use; `undefined` unless it is an RSA key for RS256 signatures with an id and 2048 bits.
 * What cannot be understood is passed over, whatever it is (RFC 7517 §5): it must not take the other keys with it.
 */
async function signingKey(jwk: unknown): Promise<{ readonly kid: string; readonly key: CryptoKey } | undefined> {
  const parsed = rsaKey.safeParse(jwk);
  if (!parsed.success || Buffer.from(parsed.data.n, 'base64url').length < 256) return undefined;
  const { kid, n, e } = parsed.data;
  try {
    // Only the public half: a set that shows a private key by mistake must not make it ours.
    return { kid, key: (await importJWK({ kty: 'RSA', n, e, alg: 'RS256' }, 'RS256')) as CryptoKey };
  } catch {
    return undefined;
  }
}

/** Fetches a key set, within the time a launch can wait. */
export function keySetRequest(jwksUri: string): JsonRequest {
  return { url: jwksUri, headers: { Accept: 'application/json' }, timeout: 5_000, limit: 256 * 1024 };
}

/** The keys of a published set that launches can be signed with, by their ids; `undefined` if it is not a key set. */
export async function parseKeySet(body: unknown): Promise<ReadonlyMap<string, CryptoKey> | undefined> {
  const parsed = keySet.safeParse(body);
  if (!parsed.success) return undefined;
  const keys = new Map<string, CryptoKey>();
  for (const jwk of parsed.data.keys) {
    const usable = await signingKey(jwk);
    if (usable !== undefined) keys.set(usable.kid, usable.key);
  }
  return keys;
}

/** @param clock decides how old a key set is */
export function createKeySets(clock: Clock, fetchJson: FetchJson): KeySets {
  const cache = new Map<string, Cached>();
  const running = new Map<string, Promise<Cached>>();
  const lastLook = new Map<string, number>();
  const failures = new Map<string, Failure>();

  async function load(jwksUri: string): Promise<Cached> {
    const answer = await fetchJson(keySetRequest(jwksUri));
    const keys = await parseKeySet(answer.body);
    if (answer.status !== 200 || keys === undefined) {
      throw new LotseError('platform-unreachable', 'The learning platform does not publish its keys as it should.', {
        detail: `JWKS of ${new URL(jwksUri).host}: status ${answer.status}`,
      });
    }
    const loaded = { keys, fetched: clock.now() };
    cache.set(jwksUri, loaded);
    return loaded;
  }

  /** One request at a time per address, however many launches wait for it. */
  function loadOnce(jwksUri: string): Promise<Cached> {
    let promise = running.get(jwksUri);
    if (promise === undefined) {
      promise = load(jwksUri)
        .then(
          (loaded) => (failures.delete(jwksUri), loaded),
          (error: unknown) => {
            failures.set(jwksUri, { error, at: clock.now() });
            throw error;
          },
        )
        .finally(() => running.delete(jwksUri));
      running.set(jwksUri, promise);
    }
    return promise;
  }

  async function current(jwksUri: string): Promise<Cached> {
    const cached = cache.get(jwksUri);
    if (cached !== undefined && isRecent(clock, cached.fetched, freshMs)) return cached;
    try {
      const failure = failures.get(jwksUri);
      if (failure !== undefined && isRecent(clock, failure.at, failurePause)) throw failure.error;
      return await loadOnce(jwksUri);
    } catch (caught) {
      if (cached !== undefined && isRecent(clock, cached.fetched, usable)) return cached;
      throw caught;
    }
  }

  return {
    async key(jwksUri, kid) {
      const before = cache.get(jwksUri);
      const now = await current(jwksUri);
      const cached = now.keys.get(kid);
      // A key set that has just been fetched cannot be newer now.
      if (cached !== undefined || now !== before) return cached;
      // Waiting launches share one request; a stranger's made-up kid cannot make us send requests in a loop.
      if (!running.has(jwksUri)) {
        if (isRecent(clock, lastLook.get(jwksUri) ?? -Infinity, refetchPause)) return undefined;
        lastLook.set(jwksUri, clock.now());
      }
      return (await loadOnce(jwksUri)).keys.get(kid);
    },
  };
}
