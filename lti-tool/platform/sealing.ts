import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { LotseError } from '../../lrs/base/index.js';

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'lotse ltijs records', 32));
}

/** Encrypts a text (AES-256-GCM). Returns nonce, tag and cipher text as base64url, joined by dots. */
export function seal(text: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
}

/**
 * Decrypts what `seal` made.
 * @throws LotseError `internal` where the secret is another, or the text has been altered
 */
export function unseal(sealed: string, secret: string): string {
  const [nonce, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret), nonce!, { authTagLength: 16 });
    decipher.setAuthTag(tag!);
    return Buffer.concat([decipher.update(text!), decipher.final()]).toString('utf8');
  } catch (caught) {
    throw new LotseError('internal', 'A key of this installation cannot be read.', { detail: 'record does not fit the encryption key', cause: caught });
  }
}
