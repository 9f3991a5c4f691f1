import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensureDurableFolder, replaceFile, writeNewFile } from '../../base/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}
async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the source is gone');
}

describe('a file that takes its place whole', () => {
  test('holds what came last, for its owner alone, and leaves nothing beside it', async () => {
    const path = join(folder, 'state');
    await writeFile(path, 'old and longer', { mode: 0o644 });
    await replaceFile(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    await replaceFile(path, pieces('one ', 'two'));
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['state']);
  });

  test('stays as it was where its content breaks off, and is not begun where there was none', async () => {
    const path = join(folder, 'state');
    await expect(replaceFile(path, broken())).rejects.toThrow('the source is gone');
    expect(await readdir(folder)).toEqual([]);
    await replaceFile(path, 'old');
    await expect(replaceFile(path, broken())).rejects.toThrow('the source is gone');
    expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['old', ['state']]);
  });

  test('of several writers at once one wins whole', async () => {
    const path = join(folder, 'state');
    const texts = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(100_000));
    await Promise.all(texts.map((text) => replaceFile(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['state']);
  });
});

test('a new file is never written over another', async () => {
  const path = join(folder, 'new');
  await writeNewFile(path, pieces('first'));
  await expect(writeNewFile(path, 'second')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(path, 'utf8')).toBe('first');
});

test('folders are made down to the last, and again without a word', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await ensureDurableFolder(deep);
  await ensureDurableFolder(deep);
  expect([(await stat(deep)).isDirectory(), (await stat(deep)).mode & 0o777]).toEqual([true, 0o700]);
});
