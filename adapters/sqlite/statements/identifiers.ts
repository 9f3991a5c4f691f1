import { isUuid, LotseError } from '../../../base/index.js';

/** The 16 bytes of a UUID; `undefined` if the text is none. */
export function uuidBytes(text: string): Buffer | undefined {
  return isUuid(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : undefined;
}

/** A UUID from its 16 bytes, lower case. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The bytes of a UUID that has been checked before it came here.
 * @throws LotseError `internal` if it has not
 */
export function requireUuid(text: string): Buffer {
  const bytes = uuidBytes(text);
  if (bytes === undefined) throw new LotseError('internal', 'The store was given a statement id that is not a UUID.');
  return bytes;
}

/**
 * The 32 bytes of a fingerprint.
 * @throws LotseError `internal` if it is not SHA-256 in hex: bytes that decode to less would look the same
 */
export function fingerprintBytes(text: string): Buffer {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new LotseError('internal', 'The store was given a fingerprint that is not SHA-256.');
  return Buffer.from(text, 'hex');
}
