import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, LotseError } from './errors.js';
import { makeFolderSync } from './folder.js';
import { newSecret, newUuid } from './ids.js';

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (caught) {
    if (codeOf(caught) === 'ENOENT') return undefined;
    throw caught;
  }
}

/** Written whole under another name first: whoever reads the file finds all of the key, and the first writer wins. */
function create(folder: string, path: string): void {
  makeFolderSync(folder);
  const draft = join(folder, `.${newUuid()}`);
  writeFileSync(draft, `${newSecret()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, path);
  } catch (caught) {
    if (codeOf(caught) !== 'EEXIST') throw caught;
  } finally {
    rmSync(draft);
  }
}

/**
 * The key that our private keys and access tokens are encrypted with at rest. Made at the first start and kept in
 * `keys/encryption-key` below the data folder, readable by its owner alone. Without it every LMS has to be told a
 * new key of ours, so it belongs into the backup, apart from the database.
 * @throws LotseError `store-unavailable` where the file cannot be read or written
 */
export function readEncryptionKey(dataFolder: string): string {
  const folder = join(dataFolder, 'keys');
  const path = join(folder, 'encryption-key');
  try {
    if (read(path) === undefined) create(folder, path);
    chmodSync(path, 0o600);
    const key = read(path);
    if (key === undefined || key.length < 32) throw new Error('the file does not hold a key');
    return key;
  } catch (caught) {
    throw new LotseError(
      'store-unavailable',
      `The key file ${path} cannot be read or written. Check LOTSE_DATA and who may write there.`,
      { cause: caught },
    );
  }
}
