import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileOnceSync } from './durable-file.js';
import { codeOf } from './errors.js';
import { newSecret } from './ids.js';
import { startError } from './start-errors.js';

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (caught) {
    if (codeOf(caught) === 'ENOENT') return undefined;
    throw caught;
  }
}

/**
 * The key that our private keys and access tokens are encrypted with at rest. Created at the first start and stored in
 * `keys/encryption-key` below the data folder, readable by its owner alone. Without it every LMS would need a
 * new key of ours, so it belongs in the backup, apart from the database.
 * @throws LotseError `store-unavailable` if the file cannot be read or written
 */
export function readEncryptionKey(dataFolder: string): string {
  const path = join(dataFolder, 'keys', 'encryption-key');
  try {
    if (read(path) === undefined) createFileOnceSync(path, `${newSecret()}\n`);
    chmodSync(path, 0o600);
    const key = read(path);
    if (key === undefined || key.length < 32) throw new Error('the file does not hold a key');
    return key;
  } catch (caught) {
    throw startError('store-unavailable', 'key-file', { path }, { cause: caught });
  }
}
