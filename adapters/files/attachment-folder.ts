import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, opendir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { LotseError, makeDurableFolder, syncFolder } from '../../base/index.js';
import {
  type AttachmentName,
  type AttachmentStore,
  organisationId,
  type OrganisationId,
} from '../../lrs/store/index.js';
import { fileError, isMissing } from './file-error.js';

/** What a process that died while it wrote has left is taken away after this many milliseconds. */
const abandonedAfter = 24 * 3600_000;

/**
 * Attachments as files: `{folder}/{organisation}/{first two digits}/{hash}`. A file is written under
 * `{folder}/incoming`, forced to disk, and only then gets its name, so that whatever has a name is whole.
 */
export function attachmentFolder(folder: string): AttachmentStore {
  const incoming = join(folder, 'incoming');
  let prepared: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await makeDurableFolder(incoming);
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
    put: async (organisation, sha2, content) => {
      const place = placeOf(folder, organisation, sha2);
      await failingAsOurs(async () => {
        await ready();
        await makeDurableFolder(place.folder);
      });
      if (await touched(place.file)) await drain(content);
      else await write(join(incoming, randomUUID()), place.file, content);
      // Also where the file was there: whoever renamed it may not have come as far as this yet.
      await failingAsOurs(() => syncFolder(place.folder));
    },
    find: async (organisation, sha2) => {
      const { file } = placeOf(folder, organisation, sha2);
      const length = await sizeOf(file);
      return length === undefined ? undefined : { length, read: () => createReadStream(file) };
    },
    remove: async (organisation, sha2, putBefore) => {
      const { file } = placeOf(folder, organisation, sha2);
      return failingAsOurs(async () => {
        await ready();
        return removeFile(
          file,
          join(incoming, randomUUID()),
          putBefore === undefined ? Infinity : Date.parse(putBefore),
        );
      });
    },
    list: () => listFiles(join(folder, 'kept')),
  };
}

/** Where data lies. Both names become parts of a path, so both are checked here once more. */
function placeOf(
  folder: string,
  organisation: OrganisationId,
  sha2: string,
): { readonly folder: string; readonly file: string } {
  if (!/^[0-9a-f]{56,128}$/.test(sha2))
    throw new LotseError('internal', 'The store was given an attachment hash that is not SHA-2.');
  if (!/^[a-z0-9-]{1,63}$/.test(organisation))
    throw new LotseError('internal', "The store was given a name that is not an organisation's.");
  // Below a folder of their own, so that no organisation can be called like the folder of what is being written.
  const shelf = join(folder, 'kept', organisation, sha2.slice(0, 2));
  return { folder: shelf, file: join(shelf, sha2) };
}

async function failingAsOurs<Value>(action: () => Promise<Value>): Promise<Value> {
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
    if (isMissing(caught)) return undefined;
    throw fileError(caught);
  }
}

async function write(temporary: string, file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await failingAsOurs(() => open(temporary, 'wx', 0o600));
  try {
    try {
      // What `content` throws is the caller's and goes on as it is.
      for await (const piece of content) await failingAsOurs(() => handle.writeFile(piece));
      await failingAsOurs(() => handle.sync());
    } finally {
      await handle.close();
    }
    await failingAsOurs(() => rename(temporary, file));
  } catch (caught) {
    await rm(temporary, { force: true });
    throw caught;
  }
}

/** Makes a file young again, and says whether it is there: one call for both, so that nobody removes it in between. */
async function touched(file: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(file, now, now);
    return true;
  } catch (caught) {
    if (isMissing(caught)) return false;
    throw fileError(caught);
  }
}

/**
 * Moves a file aside before its age is looked at: whoever touches it before that is seen here, and whoever comes
 * later finds nothing and writes it anew.
 */
async function removeFile(file: string, aside: string, before: number): Promise<boolean> {
  const age = await stat(file).catch(unlessMissing);
  if (age === undefined || age.mtimeMs >= before) return false;
  if ((await rename(file, aside).then(() => true, unlessMissing)) === undefined) return false;
  if ((await stat(aside)).mtimeMs >= before) {
    await rename(aside, file);
    return false;
  }
  await rm(aside);
  return true;
}

function unlessMissing(caught: unknown): undefined {
  if (!isMissing(caught)) throw caught;
  return undefined;
}

async function* listFiles(kept: string): AsyncGenerator<AttachmentName, void> {
  for (const name of (await failingAsOurs(() => readdir(kept).catch(unlessMissing))) ?? []) {
    const organisation = organisationId(name);
    if (organisation === undefined) continue;
    for (const shelf of await failingAsOurs(() => readdir(join(kept, name)))) {
      for await (const { name: sha2 } of await failingAsOurs(() => opendir(join(kept, name, shelf)))) {
        const found = await failingAsOurs(() => stat(join(kept, name, shelf, sha2)).catch(unlessMissing));
        if (found !== undefined) yield { organisation, sha2, put: found.mtime.toISOString() };
      }
    }
  }
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  const pieces = content[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
}

async function removeAbandoned(incoming: string): Promise<void> {
  const limit = Date.now() - abandonedAfter;
  for (const name of await readdir(incoming)) {
    const file = join(incoming, name);
    const { mtimeMs } = await stat(file);
    if (mtimeMs < limit) await rm(file, { force: true });
  }
}
