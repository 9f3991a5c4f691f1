import { LotseError, triesBearer } from '../../base/index.js';
import type { Scope } from '../store/index.js';
import type { ResourceStep } from './exchange.js';

/**
 * Authenticates the client.
 * @throws LotseError `unauthorized`, `too-many-requests`
 */
export const authenticate: ResourceStep = async (exchange) => {
  const header = exchange.request.header('authorization');
  try {
    exchange.set({ principal: await exchange.services.access.authenticate(header, exchange.target.address) });
  } catch (caught) {
    if (caught instanceof LotseError && caught.code !== 'unauthorized') throw caught;
    // A Basic challenge makes browsers ask people for a password; a client with a token has none.
    exchange.response.setHeader(
      'WWW-Authenticate',
      triesBearer(header) ? 'Bearer error="invalid_token"' : 'Basic realm="xAPI", charset="UTF-8"',
    );
    throw caught;
  }
};

/** Continues only if the principal holds one of the scopes. */
export function allow(...scopes: readonly Scope[]): ResourceStep {
  return ({ principal, services }) => {
    if (scopes.some((scope) => services.access.allows(principal, scope))) return;
    throw new LotseError(
      'forbidden',
      `This needs the scope ${scopes.join(' or ')}, which the ${principal.kind === 'grant' ? 'token' : 'credential'} does not have.`,
    );
  };
}
