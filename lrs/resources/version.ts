import { LotseError } from '../../base/index.js';
import { type XapiVersion, xapiVersionOf } from '../statement/index.js';
import type { ResourceStep } from './exchange.js';

/** The version of a response if neither the request nor an earlier one names a supported one: the newest. */
const versionForStrangers: XapiVersion = '2.0.0';

/** The version that the answer to a request names. */
export function answeredVersion(header: string | undefined): XapiVersion {
  return xapiVersionOf(header) ?? versionForStrangers;
}

/**
 * Settles the version (xAPI 1.0.3 Communication §3.3; xAPI 2.0 §4.1.5).
 * @throws LotseError `unsupported-version`
 */
export const negotiateVersion: ResourceStep = (exchange) => {
  const {
    request,
    response,
    principal,
    services: { spokenVersions },
  } = exchange;
  const header = request.header('x-experience-api-version');
  const version = xapiVersionOf(header);
  if (version === undefined) {
    if (header === undefined)
      response.setHeader('X-Experience-API-Version', spokenVersions.last(principal) ?? versionForStrangers);
    throw new LotseError(
      'unsupported-version',
      header === undefined
        ? 'The header X-Experience-API-Version is missing. Send 1.0.3 or 2.0.0.'
        : 'The version in X-Experience-API-Version is not supported. Send 1.0.3 or 2.0.0.',
    );
  }
  spokenVersions.note(principal, version);
  exchange.set({ version });
};
