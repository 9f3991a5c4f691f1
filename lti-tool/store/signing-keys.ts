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

/** The way a key takes its place. */
export interface Succession {
  /** The `kid` of the newest key that serves the whole organisation; `undefined`: there is none. */
  readonly after: string | undefined;
  /** Ends all other keys of the organisation at this instant, if nothing ends them earlier; left out: nothing changes for them. */
  readonly othersUntil?: string;
}

/** @param keys an organisation's, oldest first; those of a single platform are nobody's predecessor */
export function newestSigningKey(keys: readonly SigningKey[]): SigningKey | undefined {
  return keys.findLast(({ platform }) => platform === undefined);
}

/** A key whose end a successor has set: it comes earlier than it was, never later. */
export function endedSigningKey(key: SigningKey, othersUntil: string): SigningKey {
  return (key.publishedUntil ?? othersUntil) < othersUntil ? key : { ...key, publishedUntil: othersUntil };
}

/**
 * The outcome of adding a key: `added` if it is there already, `overtaken` if its predecessor is not the newest.
 * @param keys those of its organisation, oldest first
 */
export function successionOf(
  keys: readonly SigningKey[],
  key: SigningKey,
  { after }: Succession,
): 'add' | 'added' | 'overtaken' {
  if (keys.some(({ kid }) => kid === key.kid)) return 'added';
  return newestSigningKey(keys)?.kid === after ? 'add' : 'overtaken';
}

/** Commands of signing keys. */
export interface SigningKeyCommands {
  /**
   * Adds a key and ends the others as the succession says, both or neither. Repeated with the same `kid` it answers
   * `true` and changes nothing.
   * @returns `false` if `after` is not the organisation's newest key any more, then nothing is written
   */
  addSigningKey(key: SigningKey, succession: Succession): Promise<boolean>;
  /** Removes the keys of all organisations that ended at or before `now`. Repeated it changes nothing. */
  removeEndedSigningKeys(now: string): Promise<void>;
}

/** Queries of signing keys. */
export interface SigningKeyQueries {
  /** An organisation's keys, oldest first. */
  listSigningKeys(organisation: OrganisationId): Promise<readonly SigningKey[]>;
  /** The keys of all organisations that have not ended at `now`, oldest first. */
  listPublishedSigningKeys(now: string): Promise<readonly SigningKey[]>;
}
