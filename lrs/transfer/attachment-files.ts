import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LotseError, ensureFolder, replaceFile, sha2Hasher, type StoredBlob } from '../../base/index.js';

/** Attachments beside an exported file: a folder of plain files, each named by its hash. */
export interface AttachmentFiles {
  /** Writes one, unless it exists; nothing has its name before all of it is on disk. */
  write(sha2: string, attachment: StoredBlob): Promise<'written' | 'there'>;
  /** Reads one; `undefined` if there is no such file. */
  read(sha2: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    (caught: NodeJS.ErrnoException) => {
      if (caught.code === 'ENOENT') return undefined;
      throw new LotseError('store-unavailable', `${path} cannot be read (${caught.code ?? caught.message}).`, {
        cause: caught,
      });
    },
  );
}

/** A folder of attachments. */
export function openAttachmentFiles(folder: string): AttachmentFiles {
  const root = resolve(folder);
  const placeOf = (sha2: string): string => {
    if (sha2Hasher(sha2) === undefined)
      throw new LotseError('internal', 'An attachment was named by something else than a SHA-2 hash.');
    return join(root, sha2);
  };
  return {
    async write(sha2, { length, read }) {
      const path = placeOf(sha2);
      if ((await sizeOf(path)) === length) return 'there';
      await ensureFolder(root);
      await replaceFile(path, read());
      return 'written';
    },
    async read(sha2) {
      const path = placeOf(sha2);
      return (await sizeOf(path)) === undefined ? undefined : createReadStream(path);
    },
  };
}
