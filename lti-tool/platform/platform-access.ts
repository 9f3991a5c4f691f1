import { type Clock, LotseError, retryAfterSeconds } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import type { AccessTokens } from './access-tokens.js';
import type { FetchJson, JsonResponse, JsonRequest } from './fetch-json.js';
import { PlatformResponseError } from './platform-response-error.js';

/** Requests to an LMS's services with an access token. */
export interface PlatformAccess {
  /**
   * @param scope the one scope the service needs
   * @throws PlatformResponseError if the answer's status is not a success
   * @throws LotseError `platform-unreachable` if there is no token or no answer
   */
  request(platform: Platform, scope: string, service: string, request: JsonRequest): Promise<JsonResponse>;
}

export function createPlatformAccess(tokens: AccessTokens, fetchJson: FetchJson, clock: Clock): PlatformAccess {
  async function send(platform: Platform, scope: string, request: JsonRequest): Promise<JsonResponse> {
    const token = await tokens.get(platform, scope, request.signal);
    return fetchJson({ ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } });
  }

  return {
    async request(platform, scope, service, request) {
      if (!platform.active)
        throw new LotseError('forbidden', 'This learning platform has been switched off.', {
          detail: `platform ${platform.id}`,
        });
      let answer = await send(platform, scope, request);
      if (answer.status === 401) {
        // The token may have been revoked early: one retry, with a new one.
        tokens.forget(platform, scope);
        answer = await send(platform, scope, request);
      }
      if (answer.status < 200 || answer.status > 299)
        throw new PlatformResponseError(answer.status, service, retryAfterSeconds(answer.headers, clock.now()));
      return answer;
    },
  };
}
