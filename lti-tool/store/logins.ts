import type { OrganisationId } from '../../lrs/index.js';

/** A login that the LMS has begun and not yet finished (OpenID Connect third-party initiated login). */
export interface Login {
  /** SHA-256 (hex) of the `state` that goes to the LMS and comes back. */
  readonly stateHash: string;
  /** What the id_token must repeat. */
  readonly nonce: string;
  /** SHA-256 (hex) of the secret that only the browser which began the login holds. */
  readonly bindingHash: string;
  readonly organisation: OrganisationId;
  readonly platform: string;
  /** What the LMS sent, so that the login can begin anew in a window of its own: query text. */
  readonly initiation: string;
  /** ISO 8601 UTC. */
  readonly expires: string;
}

/** What changes logins. */
export interface LoginCommands {
  /** Keeps a login, and forgets some of those that expired before `now`. */
  begin(login: Login, now: string): Promise<void>;
  /**
   * Takes a login out. Of several calls, in whatever processes, one gets it; the others, and every call after
   * it has expired, get `undefined`.
   */
  consume(stateHash: string, now: string): Promise<Login | undefined>;
}

/** What reads logins. */
export interface LoginQueries {
  /** A login that has not expired, left where it is. */
  find(stateHash: string, now: string): Promise<Login | undefined>;
}
