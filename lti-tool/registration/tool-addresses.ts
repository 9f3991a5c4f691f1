import type { OrganisationId } from '../../lrs/index.js';

/** The addresses that an LMS knows Lotse by. */
export interface ToolAddresses {
  readonly login: string;
  /** Also the one redirect URI, and where the picker opens. */
  readonly launch: string;
  /** The organisation's own key set: an LMS that trusts another's keys could be spoken to in its name. */
  readonly keys: string;
}

/**
 * Where launches go: the same for all LMSs, and the one redirect URI.
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
