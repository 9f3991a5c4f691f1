import { z } from 'zod';
import type { Clock, Milliseconds, Seconds } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import type { FetchJson } from './fetch-json.js';
import { PlatformResponseError } from './platform-response-error.js';
import { newJwtId, type SignFor } from './signed-jwt.js';
import { UnreachableError } from './unreachable-error.js';

/** The LMS issued no access token. */
export class TokenError extends PlatformResponseError {
  /** @param word the OAuth error code, or what stands there in its place; `undefined` if there is nothing readable */
  constructor(
    answered: number,
    readonly word: string | undefined,
  ) {
    super(answered, 'token endpoint');
  }
}

/** Access tokens of LMSs, cached in this process. */
export interface AccessTokens {
  /**
   * @throws TokenError if the LMS gives none
   * @throws Unreachable
   */
  get(platform: Platform, scope: string, signal?: AbortSignal): Promise<string>;
  /** Removes a token from the cache: the LMS has revoked it. */
  forget(platform: Platform, scope: string): void;
}

const timeout = 15_000;
/** Lifetime of an assertion. */
const assertionSeconds: Seconds = 60;
/** So long before its end a token is no longer used. */
const margin: Milliseconds = 60_000;
const maxTokens = 10_000;
/** Lifetime of a token if the LMS does not state one, or states an impossible one. */
const defaultTokenSeconds: Seconds = 300;
/** Maximum time for which a token is used, whatever its lifetime. */
const maxTokenSeconds: Seconds = 86_400;

const granted = z.object({
  access_token: z.string().min(1).max(65_536),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});
const refused = z.object({ error: z.string().max(300) });

/** Tokens by client credentials with a signed assertion (1EdTech Security Framework §4.1, RFC 7523 §3). */
export function createAccessTokens(sign: SignFor, clock: Clock, fetchJson: FetchJson): AccessTokens {
  const cache = new Map<string, { readonly token: string; readonly until: number }>();
  const running = new Map<string, Promise<string>>();
  const nameOf = (platform: Platform, scope: string): string =>
    JSON.stringify([platform.id, platform.tokenEndpoint, scope]);

  async function ask(platform: Platform, scope: string): Promise<string> {
    const assertion = await sign(platform, {
      audience: platform.authorizationServer ?? platform.tokenEndpoint,
      seconds: assertionSeconds,
      claims: { sub: platform.clientId, jti: newJwtId() },
    });
    const answer = await fetchJson({
      url: platform.tokenEndpoint,
      method: 'POST',
      timeout,
      limit: 256 * 1024,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        scope,
      }).toString(),
    });
    if (answer.status < 200 || answer.status > 299) {
      const parsed = refused.safeParse(answer.body);
      throw new TokenError(answer.status, parsed.success ? parsed.data.error : answer.text);
    }
    const parsed = granted.safeParse(answer.body);
    if (!parsed.success)
      throw new UnreachableError(
        'content',
        `token endpoint of ${new URL(platform.tokenEndpoint).host}: no token in its answer`,
      );
    const name = nameOf(platform, scope);
    if (cache.size >= maxTokens) cache.clear();
    cache.set(name, {
      token: parsed.data.access_token,
      until: clock.now() + Math.min(parsed.data.expires_in ?? defaultTokenSeconds, maxTokenSeconds) * 1000 - margin,
    });
    return parsed.data.access_token;
  }

  /** One request at a time for each token, however many grades wait for it. */
  function askOnce(platform: Platform, scope: string): Promise<string> {
    const name = nameOf(platform, scope);
    let promise = running.get(name);
    if (promise === undefined) {
      promise = ask(platform, scope).finally(() => running.delete(name));
      running.set(name, promise);
    }
    return promise;
  }

  return {
    async get(platform, scope, signal) {
      const cached = cache.get(nameOf(platform, scope));
      if (cached !== undefined && cached.until > clock.now()) return cached.token;
      return abortable(askOnce(platform, scope), signal);
    },
    forget: (platform, scope) => void cache.delete(nameOf(platform, scope)),
  };
}

async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const stopped = (): UnreachableError => new UnreachableError('network', 'token endpoint: not waited for');
  if (signal.aborted) throw stopped();
  let onAbort: () => void;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(stopped());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
