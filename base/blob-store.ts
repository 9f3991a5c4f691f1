import type { Instant } from './clock.js';
import { LotseError } from './errors.js';

/** The name of a stored blob. */
export interface BlobName {
  /** The hash under which it is found again: SHA-224 to SHA-512, lower-case hex. */
  readonly sha2: string;
  /** Octets. */
  readonly length: number;
}

/** A part of a blob, first and last octet included, counted from 0, as in RFC 9110 §14.1.2. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A blob, ready to be read. */
export interface StoredBlob {
  /** Octets. */
  readonly length: number;
  /**
   * The octets, in chunks; each call starts from the beginning. Octets that are not consumed are not read.
   * @param range lies within the blob; left out: all of it
   */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** An entry of a list of blobs. */
export interface BlobEntry {
  readonly owner: string;
  /** Lower case. */
  readonly sha2: string;
  /** When it was last put; may be up to an hour early if it was put more than once. */
  readonly put: Instant;
}

/**
 * Commands of a blob store. Every owner has blobs of its own: another owner's blob with the same hash does not matter.
 */
export interface BlobCommands {
  /**
   * Stores data under its hash, durable on return. So a blob is put before anything refers to it, and one without a
   * reference does no harm. Putting a blob again makes it count as new, so that it is not removed just before a
   * reference to it is written. The content is never in memory as a whole.
   * @param owner an organisation's short name, or another name of the same form
   * @param content always read to its end. If it throws nothing is kept, and what it threw is thrown on
   * @param sha2 the hash that the content must have; it is kept under this one. Left out: under its SHA-256
   * @throws LotseError `wrong-hash` if the content has another; then nothing is kept
   * @throws LotseError `store-unavailable` if the store cannot write; then nothing is kept
   */
  putBlob(owner: string, content: AsyncIterable<Uint8Array>, sha2?: string): Promise<BlobName>;
  /**
   * Removes the blob an owner has put under a hash.
   * @param putBefore only if it was last put before this instant (ISO 8601 UTC)
   * @returns `false` if there is none, or only a younger one
   * @throws LotseError `store-unavailable`
   */
  removeBlob(owner: string, sha2: string, putBefore?: string): Promise<boolean>;
}

/** Queries of a blob store. */
export interface BlobQueries {
  /** The blob this owner has put under a hash. */
  findBlob(owner: string, sha2: string): Promise<StoredBlob | undefined>;
  /** Every blob of every owner, in no particular order. Blobs added or removed meanwhile may or may not be included. */
  listBlobs(): AsyncIterable<BlobEntry>;
}

/** One store of blobs: a folder, a bucket. Every adapter passes `tests/contract/blob-store/`. */
export type BlobStore = BlobCommands & BlobQueries;

/**
 * The stores of an installation, separate from each other, so that the references of one alone decide which of its
 * blobs are still needed.
 */
export interface BlobPlaces {
  /** Attachments of statements; the owner is the organisation. */
  readonly attachments: BlobStore;
  /** Files of contents; the owner is the organisation. */
  readonly contents: BlobStore;
  /** Files of H5P libraries; the owner is {@link libraryOwner}. */
  readonly libraries: BlobStore;
}

/** The owner of libraries' blobs: they are the installation's, not an organisation's. */
export const libraryOwner = 'installation';

/**
 * Owner and hash become parts of paths and keys, so every adapter checks them once more.
 * @throws LotseError `internal` if one of them has not the form that it must have
 */
export function requireBlobName(owner: string, sha2?: string): void {
  if (!isBlobOwner(owner)) throw new LotseError('internal', 'A blob was named with an owner that can be none.');
  if (sha2 !== undefined && !isBlobHash(sha2))
    throw new LotseError('internal', 'A blob was named by something else than a SHA-2 hash.');
}

/** True if a text can be the name of an owner. */
export function isBlobOwner(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** True if a text is a SHA-2 hash in lower-case hex. */
export function isBlobHash(text: string): boolean {
  return /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/.test(text);
}

/** The error adapters throw if a content does not have the expected hash. */
export function wrongHashError(): LotseError {
  return new LotseError('wrong-hash', 'The data does not have the hash under which it was sent.');
}
