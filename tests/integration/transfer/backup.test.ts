import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { blobFolder } from '../../../adapters/files/index.js';
import { contentStore, lrsStore, openBackup, openSqlite } from '../../../adapters/sqlite/index.js';
import { libraryOwner, newUuid, systemClock } from '../../../base/index.js';
import { prepareStatement } from '../../../lrs/statement/index.js';
import { organisationId } from '../../../lrs/store/index.js';
import { backUp, type Manifest, restore, verifyBackup } from '../../../lrs/transfer/backup/index.js';
import { preparedStatement, uuid } from '../../support/prepared-statement.js';
import { temporaryFolder } from '../../support/sqlite.js';
import { tinyDraft } from '../../support/tiny-type.js';

const organisation = organisationId('nordwerk')!;
const writerScript = fileURLToPath(new URL('../../support/store-writer.js', import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
});
afterEach(() => folder.remove());

const blobsIn = (path: string) => ({
  attachments: blobFolder(join(path, 'attachments')),
  contents: blobFolder(join(path, 'blobs', 'contents')),
  libraries: blobFolder(join(path, 'blobs', 'libraries')),
});
const here = (name: string): string => join(folder.path, name);
const save = (to: string): Promise<Manifest> =>
  backUp({
    dataFolder: data,
    store: openBackup({ data }),
    to: here(to),
    clock: systemClock,
    blobs: blobsIn(data),
    blobsInside: true,
  });
const bringBack = (from: string, to: string): Promise<Manifest> =>
  restore({ from: here(from), dataFolder: here(to), store: openBackup({ data: here(to) }) });

/** Ids of everything that a data folder's database holds, in order. */
async function idsIn(dataFolder: string): Promise<readonly string[]> {
  const engine = await openSqlite({ path: join(dataFolder, 'lotse.sqlite'), synchronous: 'full' });
  try {
    const { stream } = lrsStore(engine);
    return (await stream.listEvents(0, 0, 1_000_000)).flatMap((event) => (event.kind === 'erasure' ? [] : [event.id]));
  } finally {
    await engine.close();
  }
}

/** A data folder as a running installation leaves it: database, key, demo state, attachments. */
async function fill(count: number): Promise<void> {
  const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous: 'normal' });
  const store = lrsStore(engine);
  await store.access.createOrganisation({ id: organisation, name: 'Nordwerk', created: new Date().toISOString() });
  const statements = Array.from({ length: count }, (_, index) =>
    preparedStatement({ id: uuid(index + 1), content: 'x'.repeat(800) }),
  );
  await store.statements.appendStatements({ organisation, statements, now: new Date().toISOString() });
  await engine.close();
  await mkdir(join(data, 'keys'));
  await writeFile(join(data, 'keys', 'encryption-key'), 'a-key-of-many-characters\n', { mode: 0o600 });
  await writeFile(join(data, 'demo-lms.json'), '{}\n');
  await mkdir(join(data, 'attachments', 'ab'), { recursive: true });
  await writeFile(join(data, 'attachments', 'ab', `ab${'0'.repeat(62)}`), Buffer.alloc(70_000, 7));
  await writeFile(join(data, 'attachments', 'ab', 'empty'), '');
}

/** A process that writes without end, and what it has acknowledged so far. */
function startWriter(): {
  readonly acknowledged: () => readonly string[];
  until(count: number): Promise<void>;
  kill(): Promise<void>;
} {
  const child = spawn(process.execPath, [writerScript, join(data, 'lotse.sqlite'), 'until-killed', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  let rest = '';
  let heard = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    acknowledged.push(...lines.filter((line) => line.startsWith('stored ')).map((line) => line.slice(7)));
    heard();
  });
  return {
    acknowledged: () => [...acknowledged],
    until: (count) =>
      new Promise((resolve) => {
        heard = () => void (acknowledged.length >= count && resolve());
        heard();
      }),
    kill: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe.each(['saved.tar', 'saved'])('a backup to %s', (target) => {
  test('brings everything back, and the backed-up folder is as it was', async () => {
    await fill(50);
    const manifest = await save(target);
    expect(manifest).toMatchObject({ statements: 50, position: 50, database: 'lotse.sqlite' });
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'lotse.sqlite',
      `attachments/ab/ab${'0'.repeat(62)}`,
      'attachments/ab/empty',
      'demo-lms.json',
      'keys/encryption-key',
    ]);
    expect(await verifyBackup(here(target))).toEqual(manifest);
    expect((await readdir(folder.path)).toSorted()).toEqual(['data', target].toSorted());

    expect(await bringBack(target, 'restored')).toEqual(manifest);
    for (const path of [
      `attachments/ab/ab${'0'.repeat(62)}`,
      'attachments/ab/empty',
      'demo-lms.json',
      'keys/encryption-key',
    ]) {
      expect(await readFile(join(here('restored'), path))).toEqual(await readFile(join(data, path)));
    }
    expect((await stat(join(here('restored'), 'keys', 'encryption-key'))).mode & 0o777).toBe(0o600);
    expect(await idsIn(here('restored'))).toEqual(await idsIn(data));
  });

  test('holds what was acknowledged before it began, and whole batches, while another process writes on', async () => {
    // Large enough that copying takes several turns, with writes between them.
    await fill(8000);
    const writer = startWriter();
    try {
      await writer.until(500);
      const before = writer.acknowledged();
      const manifest = await save(target);
      expect(writer.acknowledged().length).toBeGreaterThan(before.length);
      await bringBack(target, 'restored');
      const ids = await idsIn(here('restored'));
      expect(ids).toHaveLength(manifest.statements);
      const present = new Set(ids);
      expect(before.filter((id) => !present.has(id))).toEqual([]);

      const engine = await openSqlite({ path: join(here('restored'), 'lotse.sqlite'), synchronous: 'full' });
      const batches = new Map<string, number>();
      for (const event of await lrsStore(engine).stream.listEvents(0, 8000, 1_000_000)) {
        if (event.kind === 'erasure') continue;
        const [batch] = (JSON.parse(event.text) as { context: { related: string[] } }).context.related;
        batches.set(batch!, (batches.get(batch!) ?? 0) + 1);
      }
      await engine.close();
      expect(batches.size).toBeGreaterThan(10);
      for (const [batch, count] of batches) expect(`${batch}: ${count}`).toBe(`${batch}: ${batch.split('-of-')[1]}`);
    } finally {
      await writer.kill();
    }
  }, 60_000);

  test('never overwrites: neither a backup nor a data folder', async () => {
    await fill(2);
    await save(target);
    await expect(save(target)).rejects.toMatchObject({ code: 'conflict' });
    await mkdir(here('used'));
    await writeFile(join(here('used'), 'a-file'), 'mine');
    await expect(bringBack(target, 'used')).rejects.toMatchObject({ code: 'conflict' });
    expect(await readdir(here('used'))).toEqual(['a-file']);
  });

  test('is refused when it is damaged, before anything is written', async () => {
    await fill(20);
    const manifest = await save(target);
    const spoil = target.endsWith('.tar')
      ? [async (path: string) => truncate(path, 30_000), async (path: string) => flip(path, 20_000)]
      : [
          async (path: string) => rm(join(path, 'demo-lms.json')),
          async (path: string) => flip(join(path, 'lotse.sqlite'), 20_000),
          async (path: string) => writeFile(join(path, 'more'), 'x'),
          async (path: string) => rm(join(path, 'manifest.json')),
          async (path: string) => lie(path, manifest, '../outside'),
          async (path: string) => lie(path, manifest, '/etc/outside'),
        ];
    for (const [index, damage] of spoil.entries()) {
      const name = `damaged-${index}${target.endsWith('.tar') ? '.tar' : ''}`;
      await cp(here(target), here(name), { recursive: true });
      await damage(here(name));
      await expect(bringBack(name, 'restored')).rejects.toMatchObject({ code: 'bad-request' });
      await expect(stat(here('restored'))).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });
});

/** Changes one byte. */
async function flip(path: string, offset: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[offset] = bytes[offset]! ^ 0xff;
  await writeFile(path, bytes);
}

/** Writes a manifest that names a file elsewhere. */
async function lie(path: string, manifest: Manifest, name: string): Promise<void> {
  await writeFile(
    join(path, 'manifest.json'),
    JSON.stringify({ ...manifest, files: [...manifest.files, { path: name, size: 0, sha256: '0'.repeat(64) }] }),
  );
}

test('the archive is one that tar reads', async () => {
  await fill(3);
  const long = join(data, 'attachments', 'a'.repeat(90), 'b'.repeat(90));
  await mkdir(long, { recursive: true });
  await writeFile(join(long, 'c'), 'deep');
  await save('saved.tar');
  await mkdir(here('out'));
  const { status, stderr } = spawnSync('tar', ['-xf', here('saved.tar'), '-C', here('out')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(await readFile(join(here('out'), 'attachments', 'a'.repeat(90), 'b'.repeat(90), 'c'), 'utf8')).toBe('deep');
  expect(await verifyBackup(here('out'))).toMatchObject({ statements: 3 });
});

test('a damaged database is not backed up, and leaves nothing behind', async () => {
  await fill(2000);
  const bytes = await readFile(join(data, 'lotse.sqlite'));
  bytes.fill(0x5a, 40_960, 81_920);
  await writeFile(join(data, 'lotse.sqlite'), bytes);
  await expect(save('saved.tar')).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(save('saved')).rejects.toMatchObject({ code: 'store-unavailable' });
  expect(await readdir(folder.path)).toEqual(['data']);
});

test('a backup does not go into the folder that it backs up, and an empty installation is said', async () => {
  await expect(save('data/inside')).rejects.toMatchObject({ code: 'bad-request' });
  await expect(save('elsewhere')).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(bringBack('nothing', 'restored')).rejects.toMatchObject({ code: 'not-found' });
  expect(await readdir(folder.path)).toEqual([]);
});

describe('what the statements name', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const naming = (sha2: string, more: object = {}) =>
    prepareStatement({
      id: newUuid(),
      actor: { objectType: 'Agent', mbox: 'mailto:a@example.org' },
      verb: { id: 'http://example.org/v' },
      object: { id: 'http://example.org/o' },
      timestamp: '2026-11-21T08:00:00.000Z',
      authority: { objectType: 'Agent', mbox: 'mailto:a@example.org' },
      version: '2.0.0',
      attachments: [
        {
          usageType: 'http://example.org/u',
          display: { en: 'a' },
          contentType: 'text/plain',
          length: 1,
          sha2,
          ...more,
        },
      ],
    });

  test.each([true, false])('is looked for where attachments lie, inside the data folder: %s', async (inside) => {
    const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous: 'normal' });
    const attachments = blobFolder(inside ? join(data, 'attachments') : here('elsewhere'));
    const store = lrsStore(engine, attachments);
    await store.access.createOrganisation({ id: organisation, name: 'Nordwerk', created: new Date().toISOString() });
    await attachments.putBlob(
      organisation,
      (async function* () {
        yield Buffer.from('a');
      })(),
      hash('a'),
    );
    await attachments.putBlob(
      organisationId('suedwerk')!,
      (async function* () {
        yield Buffer.from('b');
      })(),
      hash('b'),
    );
    const statements = [
      naming(hash('a').toUpperCase()),
      naming(hash('b')),
      naming(hash('c'), { fileUrl: 'https://files.example/c' }),
      naming(hash('b')),
    ];
    await store.statements.appendStatements({ organisation, statements, now: new Date().toISOString() });
    await engine.close();
    const missing: string[] = [];
    const manifest = await backUp({
      dataFolder: data,
      store: openBackup({ data }),
      to: here('named.tar'),
      clock: systemClock,
      blobs: { ...blobsIn(data), attachments },
      blobsInside: inside,
      onMissing: ({ place, owner, sha2 }) => void missing.push(`${place} ${owner} ${sha2}`),
    });
    // Another organisation's data with the same hash is not this one's.
    expect(missing).toEqual([`attachments nordwerk ${hash('b')}`]);
    expect(manifest.attachments).toEqual({ inside, named: 2, missing: 1 });
    expect((await bringBack('named.tar', 'restored')).attachments).toEqual({ inside, named: 2, missing: 1 });
    expect(manifest.files.some(({ path }) => path.startsWith('attachments/'))).toBe(inside);
  });

  test('files of contents and libraries belong to the backup, and those that are nowhere are named', async () => {
    const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous: 'normal' });
    const { contents, libraries } = contentStore(engine);
    const blobs = blobsIn(data);
    const put = (place: keyof typeof blobs, owner: string, text: string) =>
      blobs[place].putBlob(
        owner,
        (async function* () {
          yield Buffer.from(text);
        })(),
      );
    await put('contents', organisation, 'film');
    await put('libraries', libraryOwner, 'script');
    await mkdir(join(data, 'blobs', 'contents', 'incoming'), { recursive: true });
    await writeFile(join(data, 'blobs', 'contents', 'incoming', 'half'), 'half');
    const file = (name: string, text: string) => ({ name, sha256: hash(text), length: text.length });
    await contents.publishVersion(
      organisation,
      tinyDraft('film', {
        files: [
          { ...file('videos/film.mp4', 'film'), contentType: 'video/mp4' },
          { ...file('videos/lost.mp4', 'lost'), contentType: 'video/mp4' },
        ],
      }),
      new Date().toISOString(),
    );
    await libraries.installLibrary(
      {
        machineName: 'Test.Tiny',
        majorVersion: 1,
        minorVersion: 2,
        patchVersion: 0,
        metadata: '{}',
        edition: 'first',
        files: [file('tiny.js', 'script'), file('lost.js', 'lost too')],
      },
      new Date().toISOString(),
    );
    await engine.close();
    const missing: string[] = [];
    const manifest = await backUp({
      dataFolder: data,
      store: openBackup({ data }),
      to: here('files.tar'),
      clock: systemClock,
      blobs,
      blobsInside: true,
      onMissing: ({ place, owner, sha2 }) => void missing.push(`${place} ${owner} ${sha2}`),
    });
    expect(missing).toEqual([
      `contents ${organisation} ${hash('lost')}`,
      `libraries ${libraryOwner} ${hash('lost too')}`,
    ]);
    expect(manifest.blobs).toEqual({ inside: true, named: 4, missing: 2 });
    expect(manifest.files.map(({ path }) => path).filter((path) => path.includes('incoming'))).toEqual([]);
    await bringBack('files.tar', 'restored');
    const restored = blobsIn(here('restored'));
    expect(await restored.contents.findBlob(organisation, hash('film'))).toMatchObject({ length: 4 });
    expect(await restored.libraries.findBlob(libraryOwner, hash('script'))).toMatchObject({ length: 6 });
  });
});
