import { createDecipheriv, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { LotseError } from '../../base/index.js';

const record = z.object({ key: z.string() });

/** True if a private key is sealed in the former format, when each platform had its own key. */
export function isFormerKey(sealed: string): boolean {
  return sealed.includes('.');
}

/**
 * Opens a private key in the former format: nonce, tag and cipher text of a JSON object, joined by dots.
 * @returns the key as PEM
 * @throws LotseError `store-unavailable` if the installation's key is another, or the text has been altered
 */
export function openFormerKey(installationKey: string, sealed: string): string {
  const [nonce, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  const key = Buffer.from(hkdfSync('sha256', installationKey, '', 'lotse ltijs records', 32));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce!, { authTagLength: 16 });
    decipher.setAuthTag(tag!);
    return record.parse(JSON.parse(Buffer.concat([decipher.update(text!), decipher.final()]).toString('utf8'))).key;
  } catch (caught) {
    throw new LotseError(
      'store-unavailable',
      "A secret cannot be opened with this installation's key. Was keys/encryption-key replaced?",
      { cause: caught },
    );
  }
}
