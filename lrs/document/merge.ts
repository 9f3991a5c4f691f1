import { LotseError } from '../../base/index.js';

/** The content of a document: bytes with a media type. */
export interface Content {
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** True if a Content-Type is `application/json`, whatever its parameters. */
export function isJson(contentType: string): boolean {
  return contentType.split(';', 1)[0]!.trim().toLowerCase() === 'application/json';
}

/** Reads JSON text, or throws LotseError `invalid-json`. */
export type JsonReader = (text: string) => unknown;

function readJson(read: JsonReader, content: Uint8Array, what: string): unknown {
  try {
    return read(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (caught) {
    if (caught instanceof LotseError)
      throw new LotseError('invalid-document', `${what} is not JSON: ${caught.message}`, { cause: caught });
    throw new LotseError('invalid-document', `${what} is not UTF-8 text.`, { cause: caught });
  }
}

function readObject(read: JsonReader, document: Content, what: string): Readonly<Record<string, unknown>> {
  if (!isJson(document.contentType))
    throw new LotseError(
      'invalid-document',
      `${what} is not of type application/json, so the two cannot be merged. PUT replaces a document as a whole.`,
    );
  const value = readJson(read, document.content, what);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LotseError(
      'invalid-document',
      `${what} is not a JSON object, so the two cannot be merged. PUT replaces a document as a whole.`,
    );
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Applies POST to a document (xAPI 1.0.3 Communication §2.2; xAPI 2.0 §4.1.6.2): the posted one where there
 * was none, otherwise both merged at their top level, the posted properties over those that were there.
 * @throws LotseError `invalid-document` where JSON is promised and not there, or if one of the two is not a JSON object
 */
export function mergeDocuments(read: JsonReader, existing: Content | undefined, posted: Content): Content {
  if (existing === undefined) {
    if (isJson(posted.contentType)) readJson(read, posted.content, 'The posted document');
    return posted;
  }
  const merged = {
    ...readObject(read, existing, 'The document that is there'),
    ...readObject(read, posted, 'The posted document'),
  };
  return { contentType: existing.contentType, content: new TextEncoder().encode(JSON.stringify(merged)) };
}
