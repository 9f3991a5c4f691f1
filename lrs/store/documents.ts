import type { AgentKey, OrganisationId } from './identifiers.js';

/** Where documents of one kind live together (xAPI 2.0 §4.1.6.2 – §4.1.6.6). */
export type DocumentCollection =
  // `registration` is a UUID in lower case; a document without one lies beside those of every registration.
  | { readonly kind: 'state'; readonly activity: string; readonly agent: AgentKey; readonly registration?: string }
  | { readonly kind: 'activity-profile'; readonly activity: string }
  | { readonly kind: 'agent-profile'; readonly agent: AgentKey };

/** A document as it is kept. */
export interface StoredDocument {
  /** Well-formed Unicode. */
  readonly id: string;
  /** The Content-Type it was sent with. */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** SHA-1 of the content, 40 lower-case hex digits (xAPI 1.0.3 Communication §3.1). */
  readonly etag: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly updated: string;
}

/** The precondition of a change: no document, a certain version, or any. */
export type ExpectedDocument = 'absent' | 'anything' | { readonly etag: string };

/** `changed: false` tells what is there instead of what was expected. */
export type DocumentOutcome =
  { readonly changed: true } | { readonly changed: false; readonly actual: 'absent' | { readonly etag: string } };

/**
 * Commands of documents. Each call is atomic, and durable when it returns.
 * All throw LotseError `not-found` if there is no such organisation, `store-unavailable` if the store cannot write.
 */
export interface DocumentCommands {
  /**
   * Writes one document in place of what is there, if that is as expected. Repeated with the same document, it is
   * changed again, and stays as it is (`putOutcome`).
   */
  putDocument(
    organisation: OrganisationId,
    collection: DocumentCollection,
    document: StoredDocument,
    expected: ExpectedDocument,
  ): Promise<DocumentOutcome>;
  /** Removes one document, if it is as expected; removing what is absent is `changed: true`. */
  removeDocument(
    organisation: OrganisationId,
    collection: DocumentCollection,
    id: string,
    expected: ExpectedDocument,
  ): Promise<DocumentOutcome>;
  /**
   * Removes every document of a collection. For `state` without a registration: those of all registrations.
   * @param expected only if these are its ids, as `ids` tells them; left out: whatever is there
   * @returns `false` where others are there than expected; then nothing was removed. An empty collection is clear
   */
  clearDocuments(
    organisation: OrganisationId,
    collection: DocumentCollection,
    expected?: readonly string[],
  ): Promise<boolean>;
  /**
   * Erases what is kept under an agent: the state of all activities, and its profile.
   * @returns the number of documents that were there; repeated, of those that are left
   */
  eraseDocuments(organisation: OrganisationId, agent: AgentKey): Promise<number>;
}

/** Queries of documents. */
export interface DocumentQueries {
  /** One document. For `state` without a registration: the one that has none. */
  findDocument(
    organisation: OrganisationId,
    collection: DocumentCollection,
    id: string,
  ): Promise<StoredDocument | undefined>;
  /**
   * The ids in a collection, ascending by Unicode code point, each once. For `state` without a registration:
   * those of all registrations.
   * @param since only those updated after this instant (exclusive), ISO 8601 UTC
   */
  listDocumentIds(
    organisation: OrganisationId,
    collection: DocumentCollection,
    since?: string,
  ): Promise<readonly string[]>;
  /** When the one of these that was updated last was updated (ISO 8601 UTC); `undefined` if there is none. */
  findNewestUpdate(
    organisation: OrganisationId,
    collection: DocumentCollection,
    since?: string,
  ): Promise<string | undefined>;
}
