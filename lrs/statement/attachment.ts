import {
  checkIri,
  checkLanguageMap,
  checkNumber,
  checkString,
  checkObjectKeys,
  optional,
  refuse,
  required,
} from './checks.js';

const attachmentProperties: ReadonlySet<string> = new Set([
  'usageType',
  'display',
  'description',
  'contentType',
  'length',
  'sha2',
  'fileUrl',
]);
/** RFC 2046: type, subtype and, unchecked, parameters. */
const mediaType =
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*(?:;[^\u0000-\u0008\u000a-\u001f\u007f]*)?$/;
/** SHA-224, SHA-256, SHA-384 or SHA-512. */
const sha2 = /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const what = 'An attachment';

/** An Attachment (Data §2.4.11). */
export function checkAttachment(value: unknown, path: string): void {
  const attachment = checkObjectKeys(value, path, attachmentProperties, what);
  required(attachment, 'usageType', path, checkIri, what);
  required(attachment, 'display', path, checkLanguageMap, what);
  optional(attachment, 'description', path, checkLanguageMap);
  required(attachment, 'contentType', path, checkMediaType, what);
  required(attachment, 'length', path, checkLength, what);
  required(attachment, 'sha2', path, checkHash, what);
  optional(attachment, 'fileUrl', path, checkIri);
}

function checkMediaType(value: unknown, path: string): void {
  checkString(value, path);
  if (!mediaType.test(value)) refuse(path, `"${path}" must be an Internet media type such as "text/plain".`);
}

function checkLength(value: unknown, path: string): void {
  checkNumber(value, path);
  if (!Number.isSafeInteger(value) || value < 0) refuse(path, `"${path}" must be a whole number of octets.`);
}

function checkHash(value: unknown, path: string): void {
  checkString(value, path);
  if (!sha2.test(value)) refuse(path, `"${path}" must be a SHA-2 hash in hexadecimal digits (64 for SHA-256).`);
}
