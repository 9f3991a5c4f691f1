/** The addresses that an LMS knows Lotse by. */
export interface ToolAddresses {
  readonly login: string;
  /** Also the one redirect URI, and where the picker opens. */
  readonly launch: string;
  readonly keys: string;
}

/** @param publicUrl without a slash at its end */
export function toolAddresses(publicUrl: string): ToolAddresses {
  return { login: `${publicUrl}/lti/login`, launch: `${publicUrl}/lti/launch`, keys: `${publicUrl}/lti/keys` };
}
