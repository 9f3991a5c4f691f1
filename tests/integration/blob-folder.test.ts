import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { blobFolder } from '../../adapters/files/index.js';
import { sha2Of } from '../support/multipart.js';
import { temporaryFolder } from '../support/sqlite.js';

const demo = 'demo';
const child = fileURLToPath(new URL('../support/blob-writer.js', import.meta.url));

async function* piecesOf(...pieces: readonly string[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) yield Buffer.from(piece);
}

describe('blobs as files', () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const made = await temporaryFolder();
    folder = join(made.path, 'attachments');
    remove = made.remove;
  });
  afterEach(() => remove());

  test('lie under their owner and hash, and nothing else is left', async () => {
    const sha2 = sha2Of('abc');
    await blobFolder(folder).putBlob(demo, piecesOf('a', 'bc'), sha2);
    expect(await readFile(join(folder, 'kept', 'demo', sha2.slice(0, 2), sha2), 'utf8')).toBe('abc');
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('have a name only when they are whole: what a dead process was writing is taken away after a day', async () => {
    const [old, young] = [join(folder, 'incoming', 'old'), join(folder, 'incoming', 'young')];
    await mkdir(join(folder, 'incoming'), { recursive: true });
    for (const file of [old, young]) await writeFile(file, 'half');
    const before = new Date(Date.now() - 25 * 3600_000);
    await utimes(old, before, before);
    await blobFolder(folder).putBlob(demo, piecesOf('abc'), sha2Of('abc'));
    expect(await readdir(join(folder, 'incoming'))).toEqual(['young']);
  });

  test('a writer that is killed while it writes loses nothing it acknowledged and leaves nothing half under a name', async () => {
    const acknowledged: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const writer = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      writer.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.length > 65 * 20 * round) writer.kill('SIGKILL');
      });
      expect(await new Promise((resolve) => writer.once('close', (_code, by) => resolve(by)))).toBe('SIGKILL');
      acknowledged.push(...said.split('\n').slice(0, -1));
      const files = (await readdir(join(folder, 'kept'), { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      for (const { parentPath, name } of files) expect(sha2Of(await readFile(join(parentPath, name)))).toBe(name);
      expect(acknowledged.filter((sha2) => !files.some(({ name }) => name === sha2))).toEqual([]);
      expect(await readdir(join(folder, 'incoming'))).not.toEqual([]);
    }
  }, 60_000);

  test('an owner may be called like the folder of what is being written', async () => {
    const store = blobFolder(folder);
    const incoming = 'incoming';
    await store.putBlob(incoming, piecesOf('abc'), sha2Of('abc'));
    expect(await store.findBlob(incoming, sha2Of('abc'))).toMatchObject({ length: 3 });
  });

  test.each(['', '..', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`, 'a'.repeat(55)])(
    '%j is no hash',
    async (sha2) => {
      const store = blobFolder(folder);
      await expect(store.putBlob(demo, piecesOf('x'), sha2)).rejects.toMatchObject({ code: 'internal' });
      await expect(store.findBlob(demo, sha2)).rejects.toMatchObject({ code: 'internal' });
    },
  );

  test.each(['', '.', '..', 'a/b', '../demo', 'Demo', '-a', 'a'.repeat(64)])('%j is no owner', async (owner) => {
    const store = blobFolder(folder);
    await expect(store.putBlob(owner, piecesOf('x'))).rejects.toMatchObject({ code: 'internal' });
    await expect(store.findBlob(owner, sha2Of('x'))).rejects.toMatchObject({ code: 'internal' });
    await expect(store.removeBlob(owner, sha2Of('x'))).rejects.toMatchObject({ code: 'internal' });
  });

  test('a folder that cannot be written makes the store unavailable, until it can', async () => {
    // A file in the way: root, as whom tests may run, is stopped by no permission.
    await writeFile(folder, '');
    const store = blobFolder(folder);
    await expect(store.putBlob(demo, piecesOf('abc'), sha2Of('abc'))).rejects.toMatchObject({
      code: 'store-unavailable',
      retryAfter: 5,
    });
    await rm(folder);
    await store.putBlob(demo, piecesOf('abc'), sha2Of('abc'));
    expect(await store.findBlob(demo, sha2Of('abc'))).toMatchObject({ length: 3 });
  });
});
