import { LotseError, type Clock } from '../../lrs/base/index.js';
import type { Platform, ToolStore } from '../store/index.js';
import { fetchJson, type JsonAnswer, type JsonRequest } from './fetch-json.js';
import type { AccessToken, LtijsProviderSource } from './ltijs-provider.js';

/** The LMS refused a request to one of its services. */
export class PlatformRefusal extends LotseError {
  /**
   * @param answered HTTP status of the answer
   * @param service which of them
   * @param retryAfter seconds, where the LMS named them
   */
  constructor(readonly answered: number, readonly service: string, retryAfter?: number) {
    super('platform-unreachable', 'The LMS refused a request to one of its services.', {
      detail: `${service}: status ${answered}`, ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }
}

/** Milliseconds to wait for an access token. ltijs sets no limit of its own. */
const tokenTimeout = 15_000;

async function within<T>(promise: Promise<T>, milliseconds: number, signal: AbortSignal | undefined): Promise<T> {
  const expired = (detail: string): LotseError => new LotseError('platform-unreachable', 'The LMS did not answer.', { detail: `token endpoint: ${detail}` });
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(expired(`no answer within ${milliseconds} ms`)), milliseconds);
    onAbort = () => reject(expired('not waited for'));
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  }
}

/** Requests to an LMS's services with the access token that ltijs gets and caches. */
export interface PlatformAccess {
  /**
   * @param scope the one scope the service needs
   * @throws PlatformRefusal where the answer's status is not a success
   * @throws LotseError `platform-unreachable` where there is no token or no answer
   */
  request(platform: Platform, scope: string, service: string, request: JsonRequest): Promise<JsonAnswer>;
}

/** Seconds to wait: a number of them, or a date (RFC 9110 §10.2.3). */
function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = /^[A-Z][a-z]{2},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** The status of an answer that ltijs's HTTP client threw away with an error. */
function statusOf(caught: unknown): number | undefined {
  const response = caught instanceof Error && 'response' in caught ? caught.response : undefined;
  const status = typeof response === 'object' && response !== null && 'statusCode' in response ? response.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

export function createPlatformAccess(store: ToolStore, provider: LtijsProviderSource, clock: Clock): PlatformAccess {
  async function token(platform: Platform, scope: string, signal: AbortSignal | undefined): Promise<AccessToken> {
    const ltijsPlatform = await (await provider()).getPlatform(platform.issuer, platform.clientId);
    if (ltijsPlatform === false) throw new LotseError('not-found', 'This LMS is not registered any more.', { detail: `platform ${platform.id}` });
    try {
      return await within(ltijsPlatform.platformAccessToken(scope), tokenTimeout, signal);
    } catch (caught) {
      if (caught instanceof LotseError) throw caught;
      const status = statusOf(caught);
      if (status !== undefined) throw new PlatformRefusal(status, 'token endpoint');
      throw new LotseError('platform-unreachable', 'The LMS gave no access token.', { detail: `token endpoint: ${caught instanceof Error ? caught.message : 'failed'}`, cause: caught });
    }
  }

  async function send(platform: Platform, scope: string, request: JsonRequest): Promise<JsonAnswer> {
    const { access_token: accessToken } = await token(platform, scope, request.signal);
    return fetchJson({ ...request, headers: { ...request.headers, Authorization: `Bearer ${accessToken}` } });
  }

  return {
    async request(platform, scope, service, request) {
      if (!platform.active) throw new LotseError('forbidden', 'This LMS has been switched off.', { detail: `platform ${platform.id}` });
      let answer = await send(platform, scope, request);
      if (answer.status === 401) {
        // The token may have been withdrawn before its time: once more, with a new one.
        await store.ltijs.remove('accesstoken', { platformUrl: platform.issuer, clientId: platform.clientId, scopes: scope });
        answer = await send(platform, scope, request);
      }
      if (answer.status < 200 || answer.status > 299) throw new PlatformRefusal(answer.status, service, retryAfter(answer.headers, clock.now()));
      return answer;
    },
  };
}
