import { LotseError } from '../../base/index.js';

const parameter = /;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;" \t]*))/g;
/** RFC 2046 §5.1.1: up to 70 characters, not ending in a space. */
const wellFormed = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;

/** True if a Content-Type is `multipart/mixed`, whatever its parameters. */
export function isMultipart(contentType: string): boolean {
  return /^multipart\/mixed[ \t]*(?:;|$)/i.test(contentType);
}

/**
 * The boundary that a Content-Type names (RFC 2046 §5.1.1).
 * @throws LotseError `invalid-multipart` if it names none, several, or one that is not allowed
 */
export function boundaryOf(contentType: string): string {
  const named = [...contentType.matchAll(parameter)].filter(([, name]) => name!.toLowerCase() === 'boundary');
  const [first] = named;
  if (first === undefined)
    throw new LotseError('invalid-multipart', 'The Content-Type multipart/mixed must name a boundary.');
  const boundary = first[2]?.replace(/\\(.)/g, '$1') ?? first[3] ?? '';
  if (named.length > 1 || !wellFormed.test(boundary))
    throw new LotseError('invalid-multipart', 'The boundary in the Content-Type is not one that RFC 2046 allows.');
  return boundary;
}
