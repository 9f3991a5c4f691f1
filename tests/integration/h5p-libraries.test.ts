import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { blobFolder } from '../../adapters/files/index.js';
import { type BlobStore, createLogger, libraryOwner, type Logger, LotseError } from '../../base/index.js';
import { createInstalledLibraries, installLibraries, cacheLibraries } from '../../h5p-content/libraries/index.js';
import { pruneFiles } from '../../h5p-content/packages/index.js';
import type { ContentStore } from '../../h5p-content/store/index.js';
import { testClock } from '../support/lrs-server.js';
import { temporaryFolder, temporaryStores } from '../support/sqlite.js';
import { tinyDraft, writeTinyType } from '../support/tiny-type.js';

const name = { machineName: 'Test.Tiny', majorVersion: 1, minorVersion: 2 };
const day = 24 * 3600_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let database: Awaited<ReturnType<typeof temporaryStores>>;
let store: ContentStore;
let blobs: BlobStore;
let built: string;
let complaints: string[];
const clock = testClock(Date.now());

beforeEach(async () => {
  folder = await temporaryFolder();
  database = await temporaryStores();
  store = database.stores.content;
  blobs = blobFolder(join(folder.path, 'blobs'));
  built = join(folder.path, 'built');
  complaints = [];
  await writeTinyType(built);
});
afterEach(async () => {
  await database.close();
  await folder.remove();
});

const logger = (): Logger =>
  Object.assign(createLogger('silent'), {
    error: (line: { readonly message?: string }) => void complaints.push(String(line.message)),
  });
const install = (into: BlobStore = blobs): Promise<void> =>
  installLibraries({ store, blobs: into, clock, logger: logger() }, built);

async function change(file: string, edit: (text: string) => string): Promise<void> {
  const path = join(built, 'Test.Tiny-1.2', file);
  await writeFile(path, edit(await readFile(path, 'utf8')));
}
const patch = (number: number): Promise<void> =>
  change('library.json', (text) => JSON.stringify({ ...(JSON.parse(text) as object), patchVersion: number }));

async function shown(path: string): Promise<string | undefined> {
  const file = (await createInstalledLibraries(store, blobs).find(name))?.find(path);
  return file && Buffer.from(await (await file.asset())!.bytes('identity')).toString('utf8');
}

test('what the build brings is installed, and installed again changes nothing', async () => {
  await install();
  const first = await store.libraries.findLibrary(name);
  expect(first?.files.map((file) => file.name)).toEqual(['library.json', 'tiny.css', 'tiny.js']);
  expect(await shown('tiny.css')).toBe('.h5p-container { padding: 1rem; }');
  clock.advance(1_000);
  const puts: string[] = [];
  await install({ ...blobs, putBlob: (...blob) => (puts.push(blob[0]), blobs.putBlob(...blob)) });
  expect([await store.libraries.findLibrary(name), puts]).toEqual([first, []]);
});

test('newer takes the place of older, and never the other way round', async () => {
  await install();
  await change('tiny.css', () => 'p { color: red; }');
  await install();
  expect(await shown('tiny.css')).toBe('p { color: red; }');
  await patch(4);
  await change('tiny.css', () => 'p { color: blue; }');
  await install();
  await patch(2);
  await change('tiny.css', () => 'p { color: green; }');
  await install();
  expect(await shown('tiny.css')).toBe('p { color: blue; }');
  expect((await store.libraries.findLibrary(name))?.patchVersion).toBe(4);
});

test('one whose files cannot be kept is not there, nor half there; the next time it is', async () => {
  const fault = new LotseError('store-unavailable', 'The disk is full.');
  let puts = 0;
  const full: BlobStore = {
    ...blobs,
    putBlob: (...blob) => ((puts += 1) > 1 ? Promise.reject(fault) : blobs.putBlob(...blob)),
  };
  await expect(install(full)).rejects.toBe(fault);
  expect(await store.libraries.findLibrary(name)).toBeUndefined();
  await install();
  expect(await shown('tiny.css')).toBe('.h5p-container { padding: 1rem; }');
  const before = await store.libraries.findLibrary(name);
  await patch(4);
  await change('tiny.css', () => 'p { color: blue; }');
  puts = 0;
  await expect(install(full)).rejects.toBe(fault);
  expect(await store.libraries.findLibrary(name)).toEqual(before);
  expect(await shown('tiny.css')).toBe('.h5p-container { padding: 1rem; }');
});

test('one that is broken is told and left out, and the others are there', async () => {
  await cp(join(built, 'Test.Tiny-1.2'), join(built, 'Test.Other-1.0'), { recursive: true });
  await mkdir(join(built, 'Test.Broken-1.0'));
  await writeFile(join(built, 'Test.Broken-1.0', 'library.json'), '{');
  await install();
  expect(complaints).toEqual([
    expect.stringMatching(/Test\.Broken-1\.0.*is not JSON/),
    expect.stringMatching(/Test\.Other-1\.0.*names another library than its folder/),
  ]);
  expect((await store.libraries.listLibraries()).map(({ machineName }) => machineName)).toEqual(['Test.Tiny']);
});

test('a page sees each library as it was when it first looked', async () => {
  await install();
  const page = cacheLibraries(createInstalledLibraries(store, blobs));
  const before = (await page.find(name))!.find('tiny.css')!.hash;
  await change('tiny.css', () => 'p { color: red; }');
  await install();
  expect((await page.find(name))!.find('tiny.css')!.hash).toBe(before);
  expect((await createInstalledLibraries(store, blobs).find(name))!.find('tiny.css')!.hash).not.toBe(before);
});

test('a file is read once for all who ask, and a large one is not kept', async () => {
  await change('tiny.js', () => 'x'.repeat(3 * 1024 * 1024));
  await install();
  let reads = 0;
  const libraries = createInstalledLibraries(store, {
    ...blobs,
    findBlob: (...blob) => ((reads += 1), blobs.findBlob(...blob)),
  });
  for (let time = 0; time < 3; time++) {
    const library = (await libraries.find(name))!;
    await library.find('tiny.css')!.asset();
    expect(library.find('tiny.js')!.asset()).toBeUndefined();
  }
  expect(reads).toBe(1);
});

test('files that nothing names any more are pruned once they are old, and no others', async () => {
  await install();
  const contents = blobFolder(join(folder.path, 'contents'));
  const piecesOf = async function* (text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  };
  const organisation = 'nordwerk' as Parameters<ContentStore['contents']['publishVersion']>[0];
  const [named, left] = [
    await contents.putBlob(organisation, piecesOf('named')),
    await contents.putBlob(organisation, piecesOf('left')),
  ];
  const foreign = await contents.putBlob('suedwerk', piecesOf('named'));
  const file = { name: 'images/a.png', contentType: 'image/png', sha256: named.sha2, length: named.length };
  await store.contents.publishVersion(organisation, tinyDraft('a', { files: [file] }), '2026-11-21T08:00:00.000Z');
  const old = await store.libraries.findLibrary(name);
  await patch(4);
  await change('tiny.css', () => 'p { color: blue; }');
  await install();
  const old10 = new Date(Date.now() - 10 * day);
  for (const root of ['contents', 'blobs'])
    for (const entry of await readdir(join(folder.path, root, 'kept'), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), old10, old10);
  const young = await contents.putBlob(organisation, piecesOf('young'));
  // Of the library that was replaced: its style and its library.json; of the contents: two that nobody names.
  expect(await pruneFiles({ store, blobs: { contents, libraries: blobs }, clock }, 7 * day)).toEqual({
    looked: 8,
    removed: 4,
  });
  expect(await contents.findBlob(organisation, named.sha2)).toBeDefined();
  expect(await contents.findBlob(organisation, young.sha2)).toBeDefined();
  expect(await contents.findBlob(organisation, left.sha2)).toBeUndefined();
  expect(await contents.findBlob('suedwerk', foreign.sha2)).toBeUndefined();
  expect(await shown('tiny.css')).toBe('p { color: blue; }');
  const replaced = old!.files.find((each) => each.name === 'tiny.css')!;
  expect(await blobs.findBlob(libraryOwner, replaced.sha256)).toBeUndefined();
  await expect(pruneFiles({ store, blobs: { contents, libraries: blobs }, clock }, day - 1)).rejects.toMatchObject({
    code: 'invalid-parameter',
  });
  await rm(built, { recursive: true });
  await install();
  expect(await shown('tiny.css')).toBe('p { color: blue; }');
});
