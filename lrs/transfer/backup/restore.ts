import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withHash, LotseError, ensureFolder } from '../../../base/index.js';
import type { RestoringStore, StoreBackup } from '../../store/index.js';
import { readContainer, writeSizedFile } from './containers.js';
import { type Manifest, manifestName } from './manifest.js';
import { measure, verifyBackup } from './verify.js';

/** The source and destination of a restore. */
export interface RestoreRequest {
  /** A backup's folder or `.tar` file. */
  readonly from: string;
  /** Must not exist, or be empty. */
  readonly dataFolder: string;
  readonly store: StoreBackup;
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

/**
 * Restores a backup into an empty data folder. The backup is verified whole before anything is written; the store is
 * kept last, once its integrity and its count are checked, so that an interrupted restore leaves nothing that Lotse
 * would start with.
 * @throws LotseError `bad-request`, `not-found`, `conflict`, `store-unavailable`
 */
export async function restore({ from, dataFolder, store }: RestoreRequest): Promise<Manifest> {
  const folder = resolve(dataFolder);
  await requireEmpty(folder);
  const manifest = await verifyBackup(from);
  if (manifest.database !== store.name)
    throw new LotseError('bad-request', `The backup holds another kind of database (${manifest.database}).`);
  const createdFolders = new Set<string>();
  let restoring: RestoringStore | undefined;
  try {
    await ensureFolder(folder);
    const expected = new Map(manifest.files.map((file) => [file.path, file]));
    for await (const { path, content } of readContainer(from)) {
      const file = expected.get(path);
      if (file === undefined) {
        if (path !== manifestName) throw new LotseError('bad-request', 'The backup changed while it was read.');
        await measure(path, content);
        continue;
      }
      createdFolders.add(path.split('/', 1)[0]!);
      const hash = createHash('sha256');
      if (path === store.name) restoring = await store.restoreStore(withHash(content, hash));
      else await writeSizedFile(join(folder, path), file.size, withHash(content, hash));
      if (hash.digest('hex') !== file.sha256)
        throw new LotseError('bad-request', 'The backup changed while it was read.');
    }
    await keepStore(restoring, manifest);
    return manifest;
  } catch (caught) {
    await restoring?.discard();
    // The folder was empty: anything there under these names was written just now.
    for (const name of createdFolders) await rm(join(folder, name), { recursive: true, force: true });
    if (caught instanceof LotseError) throw caught;
    throw new LotseError(
      'store-unavailable',
      `The backup could not be restored to ${folder} (${(caught as Error).message}).`,
      { cause: caught },
    );
  }
}

async function keepStore(restoring: RestoringStore | undefined, manifest: Manifest): Promise<void> {
  const { statements, position } = restoring?.facts ?? {};
  if (restoring === undefined || statements !== manifest.statements || position !== manifest.position)
    throw new LotseError(
      'bad-request',
      `The database holds ${statements ?? 0} statements, but ${manifest.statements} were backed up.`,
    );
  await restoring.keep();
}
