import { LotseError } from '../../base/index.js';

/** A list of entity tags without their quotes, or `*`. */
export type EntityTags = '*' | readonly string[];

/** The subject of preconditions: a document, or a list of several. */
export interface TaggedDocument {
  readonly etag: string;
}

/** The conditions a document must meet before the request changes it (RFC 9110 §13.1). */
export interface Preconditions {
  readonly match?: EntityTags;
  readonly noneMatch?: EntityTags;
}

/**
 * The effect of an unconditional change to an existing document: it overwrites; or it is a conflict
 * if there is one; or that, and a bad request if there is none.
 */
export type Unconditional = 'overwrite' | 'conflict' | 'refused';

/**
 * Reads an `If-Match` or `If-None-Match` header. A weak tag counts as its strong one: our tags are hashes of the
 * content, and a compressing proxy that weakens them would otherwise make every change fail.
 */
export function parseEntityTags(header: string): EntityTags {
  const text = header.trim();
  if (text === '*') return '*';
  return text
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .filter((tag) => tag !== '');
}

/** True if tags name a document; `*` names any. */
export function namesDocument(tags: EntityTags, document: TaggedDocument | undefined): boolean {
  if (document === undefined) return false;
  return tags === '*' || tags.includes(document.etag);
}

/** True if the request has any precondition. */
export function isConditional({ match, noneMatch }: Preconditions): boolean {
  return match !== undefined || noneMatch !== undefined;
}

/**
 * Checks a change against the document that is there.
 * @throws LotseError `precondition-failed`; `conflict` or `bad-request` for a change without preconditions where that
 *   is not allowed (xAPI 1.0.3 Communication §3.1; xAPI 2.0 §4.1.4)
 */
export function checkPreconditions(
  preconditions: Preconditions,
  current: TaggedDocument | undefined,
  unconditional: Unconditional,
): void {
  const { match, noneMatch } = preconditions;
  if (match !== undefined && !namesDocument(match, current)) {
    throw new LotseError(
      'precondition-failed',
      current === undefined
        ? 'If-Match names a document, but there is none. Check the current state and send the change without If-Match.'
        : 'The document is not the one that If-Match names. Read it again and send its current ETag in If-Match.',
    );
  }
  if (noneMatch !== undefined && namesDocument(noneMatch, current)) {
    throw new LotseError(
      'precondition-failed',
      'There is a document that If-None-Match rules out. Read it and send its ETag in If-Match to change it.',
    );
  }
  if (unconditional === 'overwrite' || isConditional(preconditions)) return;
  if (current !== undefined)
    throw new LotseError(
      'conflict',
      'There is a document already. Check its current state and send its ETag in If-Match to replace it.',
    );
  if (unconditional === 'refused')
    throw new LotseError(
      'bad-request',
      'This change needs If-None-Match: * for a new document, or If-Match with the ETag of the one that is there.',
    );
}
