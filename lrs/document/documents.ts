import { createHash } from 'node:crypto';
import { type Clock, isoNow, LotseError } from '../../base/index.js';
import type {
  DocumentCollection,
  DocumentOutcome,
  ExpectedDocument,
  LrsStore,
  OrganisationId,
  StoredDocument,
} from '../store/index.js';
import { type Content, type JsonReader, mergeDocuments } from './merge.js';
import { checkPreconditions, isConditional, type Preconditions, type Unconditional } from './preconditions.js';
import { KeyedMutex } from './keyed-mutex.js';

/** The address of one document. */
export interface DocumentPlace {
  readonly organisation: OrganisationId;
  readonly collection: DocumentCollection;
  readonly id: string;
}

/** Changes to documents; each is atomic, and refused if the document has changed since the request read it. */
export interface Documents {
  /** @throws LotseError `precondition-failed`, `conflict`, `bad-request` */
  put(
    place: DocumentPlace,
    content: Content,
    preconditions: Preconditions,
    unconditional: Unconditional,
  ): Promise<void>;
  /** @throws LotseError `precondition-failed`, `invalid-document`, `too-large` */
  merge(place: DocumentPlace, posted: Content, preconditions: Preconditions): Promise<void>;
  /** Removing what is not there succeeds. @throws LotseError `precondition-failed` */
  remove(place: DocumentPlace, preconditions: Preconditions): Promise<void>;
  /**
   * Removes every document of a collection. Preconditions speak of the list of their ids, which is there even if it
   * is empty.
   * @throws LotseError `precondition-failed`
   */
  clear(organisation: OrganisationId, collection: DocumentCollection, preconditions: Preconditions): Promise<void>;
}

/** The entity tag of what an answer would hold, without quotes (xAPI 1.0.3 Communication §3.1). */
export function etagOf(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}

/** Number of attempts to change a document that other processes change at the same moment. */
const maxTries = 20;

/** The document that was read, as the precondition for the store. */
function exactly(current: StoredDocument | undefined): ExpectedDocument {
  return current === undefined ? 'absent' : { etag: current.etag };
}

/** Dependencies of documents. */
export interface DocumentsParts {
  readonly store: LrsStore;
  readonly clock: Clock;
  /** Maximum size of one document, in bytes. */
  readonly limit: number;
  readonly readJson: JsonReader;
}

/** Documents over a store. */
export function createDocuments({ store: { documents }, clock, limit, readJson }: DocumentsParts): Documents {
  function toStore(id: string, { contentType, content }: Content): StoredDocument {
    return { id, contentType, content, etag: etagOf(content), updated: isoNow(clock) };
  }

  // A whole class may change one activity's profile at once: its changes run one after the other.
  const turns = new KeyedMutex();

  /** Reads, decides, and writes if nothing has changed meanwhile; otherwise tries again. */
  function change(
    place: DocumentPlace,
    attempt: (current: StoredDocument | undefined) => Promise<DocumentOutcome>,
  ): Promise<void> {
    const { organisation, collection, id } = place;
    return turns.run(JSON.stringify([organisation, collection, id]), () =>
      untilChanged(async () => (await attempt(await documents.findDocument(organisation, collection, id))).changed),
    );
  }

  async function untilChanged(attempt: () => Promise<boolean>): Promise<void> {
    for (let attempts = 0; attempts < maxTries; attempts += 1) if (await attempt()) return;
    throw new LotseError(
      'conflict',
      'Others keep changing this document at the same moment. Please read it again and retry.',
      { retryAfter: 1 },
    );
  }

  return {
    put: (place, content, preconditions, unconditional) =>
      change(place, (current) => {
        checkPreconditions(preconditions, current, unconditional);
        const expected = unconditional === 'overwrite' && !isConditional(preconditions) ? 'anything' : exactly(current);
        return documents.putDocument(place.organisation, place.collection, toStore(place.id, content), expected);
      }),

    merge: (place, posted, preconditions) =>
      change(place, (current) => {
        checkPreconditions(preconditions, current, 'overwrite');
        const merged = mergeDocuments(readJson, current, posted);
        if (merged.content.byteLength > limit)
          throw new LotseError(
            'too-large',
            `The merged document would have ${merged.content.byteLength} bytes; ${limit} are allowed.`,
          );
        return documents.putDocument(place.organisation, place.collection, toStore(place.id, merged), exactly(current));
      }),

    remove: (place, preconditions) =>
      change(place, async (current) => {
        checkPreconditions(preconditions, current, 'overwrite');
        if (current === undefined) return { changed: true };
        return documents.removeDocument(
          place.organisation,
          place.collection,
          place.id,
          isConditional(preconditions) ? exactly(current) : 'anything',
        );
      }),

    clear: (organisation, collection, preconditions) =>
      untilChanged(async () => {
        if (!isConditional(preconditions)) return documents.clearDocuments(organisation, collection);
        const ids = await documents.listDocumentIds(organisation, collection);
        checkPreconditions(preconditions, { etag: etagOf(JSON.stringify(ids)) }, 'overwrite');
        return documents.clearDocuments(organisation, collection, ids);
      }),
  };
}
