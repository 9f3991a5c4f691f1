import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { blobFolder } from '../../../adapters/files/index.js';
import { sha2Of } from '../../support/multipart.js';
import { temporaryFolder } from '../../support/sqlite.js';
import { blobStoreContract } from './suite.js';

blobStoreContract(async () => {
  const folder = await temporaryFolder();
  return { blobs: blobFolder(folder.path), close: () => folder.remove() };
});

const nordwerk = 'nordwerk';
const day = 24 * 3600_000;

async function* piecesOf(text: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(text);
}

test('whoever puts old data again makes it young, also while somebody removes what is old', async () => {
  const folder = await temporaryFolder();
  try {
    const blobs = blobFolder(folder.path);
    const sha2 = sha2Of('data');
    const file = join(folder.path, 'kept', 'nordwerk', sha2.slice(0, 2), sha2);
    const old = new Date(Date.now() - 10 * day);
    const yesterday = new Date(Date.now() - day).toISOString();
    await blobs.putBlob(nordwerk, piecesOf('data'), sha2);
    for (let time = 0; time < 200; time += 1) {
      await utimes(file, old, old);
      await Promise.all([blobs.putBlob(nordwerk, piecesOf('data'), sha2), blobs.removeBlob(nordwerk, sha2, yesterday)]);
      // Whichever of the two came first: what was put is there.
      expect((await blobs.findBlob(nordwerk, sha2))?.length).toBe(4);
    }
    await utimes(file, old, old);
    expect(await blobs.removeBlob(nordwerk, sha2, yesterday)).toBe(true);
  } finally {
    await folder.remove();
  }
});
