import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, opendir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BlobEntry,
  type BlobName,
  type BlobStore,
  type ByteRange,
  withHash,
  isBlobHash,
  isBlobOwner,
  ensureDurableFolder,
  requireBlobName,
  sha2Hasher,
  syncFolder,
  wrongHashError,
} from '../../base/index.js';
import { fileError, isFileMissing } from './file-error.js';

/** Age in milliseconds at which files left behind by a process that died are removed. */
const abandonedAfterMs = 24 * 3600_000;

/**
 * Blobs as files: `{folder}/kept/{owner}/{first two digits}/{hash}`. A file is written under `{folder}/incoming`, forced
 * to disk, and only then gets its name, so that whatever has a name is whole.
 */
export function blobFolder(folder: string): BlobStore {
  const incoming = join(folder, 'incoming');
  let prepared: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await ensureDurableFolder(incoming);
    await removeAbandoned(incoming);
  };
  const ready = async (): Promise<void> => {
    prepared ??= prepare();
    await prepared.catch((caught: unknown) => {
      prepared = undefined;
      throw caught;
    });
  };

  return {
    putBlob: async (owner, content, sha2) => {
      requireBlobName(owner, sha2);
      await translateFileErrors(ready);
      const hash = sha2 === undefined ? createHash('sha256') : sha2Hasher(sha2)!;
      const existing = sha2 === undefined ? undefined : placeOf(folder, owner, sha2);
      if (existing !== undefined && (await refreshTimestamp(existing.file))) {
        const length = await drain(withHash(content, hash));
        if (hash.digest('hex') !== sha2) throw wrongHashError();
        // The process that renamed it may not have come this far yet.
        await translateFileErrors(() => syncFolder(existing.folder));
        return { sha2, length };
      }
      return write(join(incoming, randomUUID()), content, hash, async (digest, temporary) => {
        if (sha2 !== undefined && digest !== sha2) throw wrongHashError();
        const place = placeOf(folder, owner, digest);
        await translateFileErrors(async () => {
          await ensureDurableFolder(place.folder);
          await rename(temporary, place.file);
          await syncFolder(place.folder);
        });
      });
    },
    findBlob: async (owner, sha2) => {
      requireBlobName(owner, sha2);
      const { file } = placeOf(folder, owner, sha2);
      const length = await sizeOf(file);
      return length === undefined ? undefined : { length, read: (range) => readFile(file, range) };
    },
    removeBlob: async (owner, sha2, putBefore) => {
      requireBlobName(owner, sha2);
      const { file } = placeOf(folder, owner, sha2);
      return translateFileErrors(async () => {
        await ready();
        return removeFile(
          file,
          join(incoming, randomUUID()),
          putBefore === undefined ? Infinity : Date.parse(putBefore),
        );
      });
    },
    listBlobs: () => listFiles(join(folder, 'kept')),
  };
}

function placeOf(folder: string, owner: string, sha2: string): { readonly folder: string; readonly file: string } {
  // Below a folder of their own, so that no owner can be called like the folder of what is being written.
  const shelf = join(folder, 'kept', owner, sha2.slice(0, 2));
  return { folder: shelf, file: join(shelf, sha2) };
}

async function translateFileErrors<Value>(action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (caught) {
    throw fileError(caught);
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (caught) {
    if (isFileMissing(caught)) return undefined;
    throw fileError(caught);
  }
}

async function* readFile(file: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array, void> {
  try {
    yield* createReadStream(file, range) as AsyncIterable<Uint8Array>;
  } catch (caught) {
    throw fileError(caught);
  }
}

/** Writes a file, forces it to disk and lets it be named; where anything of that fails it is taken away again. */
async function write(
  temporary: string,
  content: AsyncIterable<Uint8Array>,
  hash: Hash,
  name: (digest: string, temporary: string) => Promise<void>,
): Promise<BlobName> {
  const handle = await translateFileErrors(() => open(temporary, 'wx', 0o600));
  let length = 0;
  try {
    try {
      // An error of `content` is the caller's and is thrown as it is.
      for await (const piece of withHash(content, hash)) {
        length += piece.byteLength;
        await translateFileErrors(() => handle.writeFile(piece));
      }
      await translateFileErrors(() => handle.sync());
    } finally {
      await handle.close();
    }
    const sha2 = hash.digest('hex');
    await name(sha2, temporary);
    return { sha2, length };
  } catch (caught) {
    await rm(temporary, { force: true });
    throw caught;
  }
}

/** Makes a file young again, and says whether it is there: one call for both, so that nobody removes it in between. */
async function refreshTimestamp(file: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(file, now, now);
    return true;
  } catch (caught) {
    if (isFileMissing(caught)) return false;
    throw fileError(caught);
  }
}

/**
 * Moves a file aside before its age is looked at: whoever touches it before that is seen here, and whoever comes
 * later finds nothing and writes it anew.
 */
async function removeFile(file: string, aside: string, before: number): Promise<boolean> {
  const age = await stat(file).catch(ignoreMissing);
  if (age === undefined || age.mtimeMs >= before) return false;
  if ((await rename(file, aside).then(() => true, ignoreMissing)) === undefined) return false;
  if ((await stat(aside)).mtimeMs >= before) {
    await rename(aside, file);
    return false;
  }
  await rm(aside);
  return true;
}

function ignoreMissing(caught: unknown): undefined {
  if (!isFileMissing(caught)) throw caught;
  return undefined;
}

async function* listFiles(root: string): AsyncGenerator<BlobEntry, void> {
  for (const owner of (await translateFileErrors(() => readdir(root).catch(ignoreMissing))) ?? []) {
    if (!isBlobOwner(owner)) continue;
    for (const shelf of await translateFileErrors(() => readdir(join(root, owner)))) {
      for await (const { name: sha2 } of await translateFileErrors(() => opendir(join(root, owner, shelf)))) {
        if (!isBlobHash(sha2)) continue;
        const found = await translateFileErrors(() => stat(join(root, owner, shelf, sha2)).catch(ignoreMissing));
        if (found !== undefined) yield { owner, sha2, put: found.mtime.toISOString() };
      }
    }
  }
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const piece of content) length += piece.byteLength;
  return length;
}

async function removeAbandoned(incoming: string): Promise<void> {
  const limit = Date.now() - abandonedAfterMs;
  for (const name of await readdir(incoming)) {
    const file = join(incoming, name);
    const { mtimeMs } = await stat(file);
    if (mtimeMs < limit) await rm(file, { force: true });
  }
}
