import { existsSync } from 'node:fs';
import { stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ensureFolder, ensureFolderSync } from '../../base/index.js';
import { temporaryFolder } from '../support/sqlite.js';

const ways = {
  ensureFolder,
  ensureFolderSync: (path: string) => Promise.resolve().then(() => ensureFolderSync(path)),
};

describe.each(Object.entries(ways))('%s', (_name, make) => {
  test('makes what is missing, for its owner alone, and says where that begins', async () => {
    const folder = await temporaryFolder();
    try {
      const path = join(folder.path, 'a', 'b', 'c');
      expect(await make(path)).toBe(join(folder.path, 'a'));
      expect((await stat(path)).mode & 0o777).toBe(0o700);
      expect(await make(path)).toBeUndefined();
    } finally {
      await folder.remove();
    }
  });

  test('several may make the same folder at once', async () => {
    const folder = await temporaryFolder();
    try {
      const path = join(folder.path, 'a', 'b', 'c');
      await Promise.all(Array.from({ length: 8 }, () => make(path)));
      expect((await stat(path)).isDirectory()).toBe(true);
    } finally {
      await folder.remove();
    }
  });

  test('a file or a link to nowhere in its place, or above it, is an error', async () => {
    const folder = await temporaryFolder();
    try {
      const file = join(folder.path, 'file');
      await writeFile(file, '');
      await symlink(join(folder.path, 'nowhere', 'at', 'all'), join(folder.path, 'link'));
      await expect(make(file)).rejects.toMatchObject({ code: 'ENOTDIR' });
      await expect(make(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
      await expect(make(join(folder.path, 'link'))).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await folder.remove();
    }
  });

  // Linux says ENOENT there, although the folder above is there: Node's own way of making folders never ends.
  (existsSync('/proc/self') ? test : test.skip)(
    'where the system lets nobody make folders, that is an error at once',
    async () => {
      await expect(make('/proc/lotse/below')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
