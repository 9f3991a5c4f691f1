import type { RequestHandler } from 'express';
import { bearerToken, LotseError } from '../../../base/index.js';
import type { KeyRing } from '../keys.js';

/**
 * Lets in only requests whose access token has one of these scopes.
 * @throws LotseError `unauthorized`, `forbidden`
 */
export function requireDemoScope<P>(keys: KeyRing, ...anyOf: readonly string[]): RequestHandler<P> {
  return async (request, response, next) => {
    const token = bearerToken(request.headers.authorization);
    const claims = token === undefined ? undefined : await keys.verify('access-token', token);
    if (claims === undefined) {
      response.set('WWW-Authenticate', 'Bearer');
      throw new LotseError('unauthorized', 'A valid access token is required.');
    }
    const granted = String(claims['scope']).split(' ');
    if (!anyOf.some((each) => granted.includes(each)))
      throw new LotseError('forbidden', `The access token does not have the scope ${anyOf.join(' or ')}.`);
    next();
  };
}
