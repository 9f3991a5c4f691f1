import type { OrganisationId } from '../../lrs/index.js';

/** The addresses of Lotse for an LMS. */
export interface ToolAddresses {
  readonly login: string;
  /** Also the one redirect URI, and the address of the picker. */
  readonly launch: string;
  /** The organisation's own key set: with another organisation's keys, an LMS could be sent messages in its name. */
  readonly keys: string;
}

/**
 * The address of launches: the same for all LMSs, and the one redirect URI.
 * @param publicUrl without a slash at its end
 */
export function launchAddress(publicUrl: string): string {
  return `${publicUrl}/lti/launch`;
}

/**
 * @param publicUrl without a slash at its end
 * @param organisation whose LMS it is
 */
export function toolAddresses(publicUrl: string, organisation: OrganisationId): ToolAddresses {
  return {
    login: `${publicUrl}/lti/login`,
    launch: launchAddress(publicUrl),
    keys: `${publicUrl}/lti/keys/${organisation}`,
  };
}
