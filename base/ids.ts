import { createHash, hash, randomBytes, randomUUID } from 'node:crypto';

/** A random UUID, version 4, lower case. */
export function newUuid(): string {
  return randomUUID();
}

/**
 * A random secret for keys and tokens.
 * @param bytes entropy in bytes (32 = 256 bits)
 * @returns base64url text without padding
 */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * The stored form of a generated secret. Plain SHA-256 is right only because `newSecret` has
 * 256 bits of entropy; a password chosen by a person would need a slow hash.
 * @returns lower-case hex
 */
export function hashOfSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/**
 * A UUID derived from its inputs (RFC 9562, version 8 layout over SHA-256): the same
 * name gives the same UUID, in every process and on every start.
 */
export function uuidFrom(...name: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(name)).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True if a text has the form of a UUID (RFC 9562 §4), whatever its version. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
