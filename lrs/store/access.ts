import type { OrganisationId } from './identifiers.js';

/** One member company or network. */
export interface Organisation {
  readonly id: OrganisationId;
  /** The name people read. */
  readonly name: string;
  readonly created: string;
}

/** The rights of a credential or token (xAPI 1.0.3 Communication §4.2, OAuth scopes). */
export const scopes = [
  'statements/write',
  'statements/read/mine',
  'statements/read',
  'state',
  'define',
  'profile',
  'all/read',
  'all',
] as const;
/** One of `scopes`. */
export type Scope = (typeof scopes)[number];

/** A key and secret for HTTP Basic. The secret itself is never kept. */
export interface Credential {
  readonly key: string;
  readonly organisation: OrganisationId;
  /** SHA-256 (hex) of the secret, which is 256 bits of randomness. */
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
  /** Its name for people, e.g. "Moodle Nordwerk". */
  readonly label: string;
  readonly created: string;
  readonly revoked?: string;
  /** The secret before the last rotation, which is good until an instant (ISO 8601 UTC with milliseconds). */
  readonly former?: FormerSecret;
  /** The xAPI Agent (JSON text) that everything under this credential must be about; left out: anybody. */
  readonly actor?: string;
  /** The activity everything must be about, or one below it; left out: any. */
  readonly activity?: string;
  /** The software that it was handed out for, if that speaks a dialect of its own, e.g. `ilias`. */
  readonly software?: string;
}

/** A secret that still works for a while beside its successor. */
export interface FormerSecret {
  readonly secretHash: string;
  readonly until: string;
}

/** A short-lived bearer token: what one launch may do, for one person, on one content. */
export interface Grant {
  /** SHA-256 (hex) of the token. */
  readonly tokenHash: string;
  readonly organisation: OrganisationId;
  readonly scopes: readonly Scope[];
  /** ISO 8601 UTC with milliseconds; from this instant on the grant is worth nothing. */
  readonly expires: string;
  /** The xAPI Agent (JSON text) that statements and documents under this grant must be about. */
  readonly actor: string;
  /** Statements and state must be about an activity whose IRI is this, or this followed by `?`, `#` or `/`. */
  readonly activity?: string;
  /** Data of the issuer of the token: JSON text, opaque to the LRS. */
  readonly session: string;
}

/** Commands of who may come in. All throw LotseError `store-unavailable` if the store cannot write. */
export interface AccessCommands {
  /** Creates an organisation; one with this id that exists already stays as it is. Returns what is then there. */
  createOrganisation(organisation: Organisation): Promise<Organisation>;
  /**
   * Adds a credential; one that is added again is the same, whatever has become of it since.
   * @throws LotseError `conflict` if the key is another's, in any organisation; `not-found` if there is no such
   * organisation
   */
  addCredential(credential: Credential): Promise<void>;
  /** `false` if the organisation has no such key. A key that was revoked before keeps its first `revoked`. */
  revokeCredential(organisation: OrganisationId, key: string, when: string): Promise<boolean>;
  /**
   * Gives a key a new secret; the one it had stays good until an instant, and one before that is good no more. With the
   * secret that it has, nothing changes.
   * `false` if the organisation has no such key, or has revoked it.
   */
  rotateCredential(
    organisation: OrganisationId,
    key: string,
    secretHash: string,
    formerUntil: string,
  ): Promise<boolean>;
  /** Removes a key of the organisation and whom it was limited to, revoked or not. */
  removeCredential(organisation: OrganisationId, key: string): Promise<void>;
  /**
   * Adds a grant; one that is added again is the same.
   * @throws LotseError `conflict` if the token is another's; `not-found` if there is no such organisation
   */
  addGrant(grant: Grant): Promise<void>;
  /** Ends a grant before its time. */
  revokeGrant(tokenHash: string): Promise<void>;
  /** Removes grants that expired before this instant; returns the number of those that were there. */
  removeExpiredGrants(expiredBefore: string): Promise<number>;
}

/** Queries of who may come in. */
export interface AccessQueries {
  findOrganisation(id: OrganisationId): Promise<Organisation | undefined>;
  /** Ascending by id. */
  listOrganisations(): Promise<readonly Organisation[]>;
  /** Revoked ones too. */
  findCredential(key: string): Promise<Credential | undefined>;
  /** Ascending by key, revoked ones too. */
  listCredentials(organisation: OrganisationId): Promise<readonly Credential[]>;
  /** Expired ones too, until they are forgotten. */
  findGrant(tokenHash: string): Promise<Grant | undefined>;
  /** An organisation's grants, expired ones too, ascending by `tokenHash`, behind `after`. */
  listGrants(
    organisation: OrganisationId,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly Grant[]>;
}
