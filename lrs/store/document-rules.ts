import type { DocumentOutcome, ExpectedDocument, StoredDocument } from './documents.js';

/** The document in place, as a write is compared with it. */
type Present = Pick<StoredDocument, 'etag' | 'contentType' | 'updated'>;

function refusal(present: Present | undefined, expected: ExpectedDocument): DocumentOutcome | undefined {
  const actual = present === undefined ? 'absent' : { etag: present.etag };
  const isExpected =
    expected === 'anything' || (expected === 'absent' ? present === undefined : present?.etag === expected.etag);
  return isExpected ? undefined : { changed: false, actual };
}

/**
 * The outcome of putting a document, before it is written. A document that is there already, written at the same
 * instant, is that of the same command, whose answer was lost: it is changed, whatever was expected.
 * @returns `undefined` if it is to be written
 */
export function putOutcome(
  present: Present | undefined,
  document: Present,
  expected: ExpectedDocument,
): DocumentOutcome | undefined {
  const isRepeated =
    present?.etag === document.etag &&
    present.contentType === document.contentType &&
    Date.parse(present.updated) === Date.parse(document.updated);
  return isRepeated ? { changed: true } : refusal(present, expected);
}

/**
 * The outcome of removing a document, before it is removed. One that is gone is as its remover wants it.
 * @returns `undefined` if it is to be removed
 */
export function removalOutcome(present: Present | undefined, expected: ExpectedDocument): DocumentOutcome | undefined {
  return present === undefined ? { changed: true } : refusal(present, expected);
}

/**
 * If a collection may be cleared.
 * @param present its ids, in order
 * @param expected those that must be there; left out: whatever is there. An empty collection is clear already
 */
export function allowsClearing(present: readonly string[], expected: readonly string[] | undefined): boolean {
  return expected === undefined || present.length === 0 || JSON.stringify(present) === JSON.stringify(expected);
}
