import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { attachmentFolder } from '../../../adapters/files/index.js';
import { sha2Of } from '../../support/multipart.js';
import { temporaryFolder } from '../../support/sqlite.js';
import { attachmentContract } from '../lrs-store/attachments.js';
import { nordwerk } from '../lrs-store/factory.js';

attachmentContract(async () => {
  const folder = await temporaryFolder();
  return { attachments: attachmentFolder(folder.path), close: () => folder.remove() };
});

const day = 24 * 3600_000;

async function* piecesOf(text: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(text);
}

test('whoever puts old data again makes it young, also while somebody removes what is old', async () => {
  const folder = await temporaryFolder();
  try {
    const attachments = attachmentFolder(folder.path);
    const sha2 = sha2Of('data');
    const file = join(folder.path, 'kept', 'nordwerk', sha2.slice(0, 2), sha2);
    const old = new Date(Date.now() - 10 * day);
    const yesterday = new Date(Date.now() - day).toISOString();
    await attachments.put(nordwerk, sha2, piecesOf('data'));
    for (let time = 0; time < 200; time += 1) {
      await utimes(file, old, old);
      await Promise.all([
        attachments.put(nordwerk, sha2, piecesOf('data')),
        attachments.remove(nordwerk, sha2, yesterday),
      ]);
      // Whichever of the two came first: what was put is there.
      expect((await attachments.find(nordwerk, sha2))?.length).toBe(4);
    }
    await utimes(file, old, old);
    expect(await attachments.remove(nordwerk, sha2, yesterday)).toBe(true);
  } finally {
    await folder.remove();
  }
});
