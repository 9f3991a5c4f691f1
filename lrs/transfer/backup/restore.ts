import { createHash } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hashed, LotseError, makeFolder, syncFolder } from '../../../base/index.js';
import type { StoreFile } from '../../store/index.js';
import { readContainer, writeSizedFile } from './containers.js';
import { type Manifest, manifestName } from './manifest.js';
import { measure, verifyBackup } from './verify.js';

/** The source and destination of a restore. */
export interface RestoreRequest {
  /** A backup's folder or `.tar` file. */
  readonly from: string;
  /** Must not exist, or be empty. */
  readonly dataFolder: string;
  readonly store: StoreFile;
}

async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((caught: NodeJS.ErrnoException) => {
    if (caught.code === 'ENOENT') return [];
    throw new LotseError('store-unavailable', `${folder} cannot be read. Check LOTSE_DATA and who may write there.`, {
      cause: caught,
    });
  });
  if (names.length > 0) {
    throw new LotseError(
      'conflict',
      `${folder} is not empty. Restoring never overwrites anything: move what is there away, or choose another folder by LOTSE_DATA.`,
    );
  }
}

/** Writes a file and returns the hash of the written data. */
async function writeHashed(path: string, size: number, content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  await writeSizedFile(path, size, hashed(content, hash));
  return hash.digest('hex');
}

/**
 * Restores a backup into an empty data folder. The backup is verified whole before anything is written; the
 * database gets its name last, once its integrity and its count are checked, so that an interrupted restore leaves
 * nothing that Lotse would start with.
 * @throws LotseError `bad-request`, `not-found`, `conflict`, `store-unavailable`
 */
export async function restore({ from, dataFolder, store }: RestoreRequest): Promise<Manifest> {
  const folder = resolve(dataFolder);
  await requireEmpty(folder);
  const manifest = await verifyBackup(from);
  if (manifest.database !== store.name)
    throw new LotseError('bad-request', `The backup holds another kind of database (${manifest.database}).`);
  const expected = new Map(manifest.files.map((file) => [file.path, file]));
  const draft = join(folder, `${store.name}.restoring`);
  const made = new Set<string>();
  try {
    await makeFolder(folder);
    for await (const { path, content } of readContainer(from)) {
      const file = expected.get(path);
      if (file === undefined) {
        if (path !== manifestName) throw new LotseError('bad-request', 'The backup changed while it was read.');
        await measure(path, content);
        continue;
      }
      made.add(path.split('/', 1)[0]!);
      const sha256 = await writeHashed(path === store.name ? draft : join(folder, path), file.size, content);
      if (sha256 !== file.sha256) throw new LotseError('bad-request', 'The backup changed while it was read.');
    }
    const facts = await store.check(draft);
    if (facts.statements !== manifest.statements || facts.position !== manifest.position) {
      throw new LotseError(
        'bad-request',
        `The database holds ${facts.statements} statements, but ${manifest.statements} were backed up.`,
      );
    }
    await rename(draft, join(folder, store.name));
    await syncFolder(folder);
    return manifest;
  } catch (caught) {
    await rm(draft, { force: true });
    // The folder was empty: anything there under these names was written just now.
    for (const name of made) await rm(join(folder, name), { recursive: true, force: true });
    if (caught instanceof LotseError) throw caught;
    throw new LotseError(
      'store-unavailable',
      `The backup could not be restored to ${folder} (${(caught as Error).message}).`,
      { cause: caught },
    );
  }
}
