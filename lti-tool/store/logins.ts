import type { OrganisationId } from '../../lrs/index.js';

/** A login that the LMS has begun and not yet finished (OpenID Connect third-party initiated login). */
export interface Login {
  /** SHA-256 (hex) of the `state` that goes to the LMS and comes back. */
  readonly stateHash: string;
  /** The nonce that the id_token must repeat. */
  readonly nonce: string;
  /** SHA-256 (hex) of the secret that only the browser which began the login holds. */
  readonly bindingHash: string;
  readonly organisation: OrganisationId;
  readonly platform: string;
  /** The LMS's request, so that the login can begin anew in a window of its own: query text. */
  readonly initiation: string;
  /** ISO 8601 UTC. */
  readonly expires: string;
}

/** Commands of logins. */
export interface LoginCommands {
  /**
   * Keeps a login, and forgets some of those that expired before `now`. One with the same state stays as it is: repeated
   * it changes nothing.
   */
  beginLogin(login: Login, now: string): Promise<void>;
  /**
   * Uses a login up. Of several consumers, in whatever processes, one gets it; the others, and whoever comes after it has
   * expired, get `false`. Nothing is kept of a consumed login but who has it, and that until it has expired: so long,
   * repeated with the same consumer, it answers `true` again.
   * @param consumer UUID of the try to answer the login; a command that is repeated has the same
   */
  consumeLogin(stateHash: string, consumer: string, now: string): Promise<boolean>;
}

/** Queries of logins. */
export interface LoginQueries {
  /** A login that has neither been consumed nor expired, left where it is. */
  findLogin(stateHash: string, now: string): Promise<Login | undefined>;
}
