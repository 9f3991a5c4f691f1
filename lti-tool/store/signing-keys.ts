import type { OrganisationId } from '../../lrs/index.js';

/** A key pair that we sign with for an organisation's LMSs. */
export interface SigningKey {
  /** UUID, published with the key. */
  readonly kid: string;
  readonly organisation: OrganisationId;
  /** The one platform that it serves: keys from before they belonged to organisations. */
  readonly platform?: string;
  /** The private key, encrypted. */
  readonly sealed: string;
  /** ISO 8601 UTC; it is published from then on. */
  readonly created: string;
  /** Not used for signing before this instant, ISO 8601 UTC. */
  readonly signsFrom: string;
  /** Published until this instant, then to be removed, ISO 8601 UTC; left out: until a successor ends it. */
  readonly publishedUntil?: string;
}

/** How a key takes its place. */
export interface Succession {
  /** The `kid` of the newest key that serves the whole organisation; `undefined`: there is none. */
  readonly after: string | undefined;
  /** Ends all other keys of the organisation at this instant, if nothing ends them earlier; left out: nothing changes for them. */
  readonly othersUntil?: string;
}

/** What changes signing keys. */
export interface SigningKeyCommands {
  /** Adds a key; `false` where `after` is not the organisation's newest key any more, then nothing is written. */
  succeed(key: SigningKey, succession: Succession): Promise<boolean>;
  /** Removes the keys of all organisations that ended at or before `now`; returns how many. */
  removeEnded(now: string): Promise<number>;
}

/** What reads signing keys. */
export interface SigningKeyQueries {
  /** An organisation's keys, oldest first. */
  list(organisation: OrganisationId): Promise<readonly SigningKey[]>;
  /** The keys of all organisations that have not ended at `now`, oldest first. */
  published(now: string): Promise<readonly SigningKey[]>;
}
