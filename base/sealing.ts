import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { LotseError } from './errors.js';

const algorithm = 'aes-256-gcm';
const nonceSize = 12;
const tagSize = 16;

function keyFor(installationKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', installationKey, '', `lotse ${purpose}`, 32));
}

/**
 * Encrypts a text at rest under the installation's key (`readEncryptionKey`), so that a copy of the database alone does
 * not reveal it.
 * @param purpose what it is, e.g. `forward nordwerk 42`: it can be opened as nothing else
 * @returns base64url
 */
export function seal(installationKey: string, purpose: string, text: string): string {
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv(algorithm, keyFor(installationKey, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/**
 * Decrypts the result of `seal`.
 * @throws LotseError `store-unavailable` if it was sealed under another key or for another purpose, or was changed
 */
export function unseal(installationKey: string, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv(algorithm, keyFor(installationKey, purpose), bytes.subarray(0, nonceSize), {
      authTagLength: tagSize,
    });
    decipher.setAuthTag(bytes.subarray(nonceSize, nonceSize + tagSize));
    return Buffer.concat([decipher.update(bytes.subarray(nonceSize + tagSize)), decipher.final()]).toString('utf8');
  } catch (caught) {
    throw new LotseError(
      'store-unavailable',
      "A secret cannot be opened with this installation's key. Was keys/encryption-key replaced?",
      { cause: caught },
    );
  }
}
