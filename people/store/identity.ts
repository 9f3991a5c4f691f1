/** A person's identity at one issuer, e.g. `iss` and `sub` of an LMS's messages. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}
