import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { newUuid } from '../../lrs/base/index.js';
import type { LtijsDatabase } from './ltijs-plugin.js';

/** A public key as the tool publishes it (RFC 7517). */
export interface PublishedKey {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
}

const generate = promisify(generateKeyPair);
const rsaKey = z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() });

/**
 * Makes the key pair that we sign with for one platform and keeps it where ltijs looks for it. ltijs would make it
 * itself, but holding up every request of the process while it does.
 * @returns the key id
 */
export async function makeKeyPair(database: LtijsDatabase, encryptionKey: string, issuer: string, clientId: string): Promise<string> {
  const kid = newUuid();
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: 3072, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const index = { kid, platformUrl: issuer, clientId };
  await database.Insert(encryptionKey, 'privatekey', { key: privateKey, kid }, index);
  await database.Insert(encryptionKey, 'publickey', { key: publicKey, kid }, index);
  return kid;
}

/** Removes a key pair that is not needed. */
export async function removeKeyPair(database: LtijsDatabase, kid: string): Promise<void> {
  await database.Delete('privatekey', { kid });
  await database.Delete('publickey', { kid });
}

/** All public keys of this installation. */
export async function publishedKeys(database: LtijsDatabase, encryptionKey: string): Promise<readonly PublishedKey[]> {
  const rows = z.array(z.object({ key: z.string(), kid: z.string() })).parse((await database.Get(encryptionKey, 'publickey')) || []);
  return rows.map(({ key, kid }) => {
    const { kty, n, e } = rsaKey.parse(createPublicKey(key).export({ format: 'jwk' }));
    return { kty, kid, alg: 'RS256', use: 'sig', n, e };
  });
}
