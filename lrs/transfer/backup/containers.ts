import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LotseError, ensureFolder, syncFolder, writeNewFile } from '../../../base/index.js';
import { readTar, tarEnd, tarHeader, tarPadding } from './tar.js';

/** The destination of a backup: a folder or a tar archive. Nothing has the final name before all of it is on disk. */
export interface BackupWriter {
  /** @param size bytes that `content` holds, no more and no less */
  add(path: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Its path until it is published. */
  readonly draft: string;
  /** Ends it, durable under the draft's name. */
  seal(): Promise<void>;
  /** Gives it its name. */
  publish(): Promise<void>;
  /** Removes everything written so far. */
  abandon(): Promise<void>;
}

/** A file of a backup; its content must be read to its end before the next one is asked for. */
export interface BackupEntry {
  readonly path: string;
  readonly content: AsyncIterable<Uint8Array>;
}

export const isTar = (path: string): boolean => path.endsWith('.tar');

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (caught: NodeJS.ErrnoException) => {
      if (caught.code === 'ENOENT' || caught.code === 'ENOTDIR') return false;
      throw caught;
    },
  );
}

/** Content that must have a certain size. */
async function* ofSize(
  content: AsyncIterable<Uint8Array>,
  size: number,
  path: string,
): AsyncGenerator<Uint8Array, void> {
  let written = 0;
  for await (const part of content) {
    written += part.length;
    if (written > size) break;
    yield part;
  }
  if (written !== size)
    throw new LotseError('store-unavailable', `The file ${path} changed while it was copied. Please try again.`);
}

/** Writes a new file of a known size, and syncs it to disk. */
export async function writeSizedFile(path: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
  await ensureFolder(dirname(path));
  await writeNewFile(path, ofSize(content, size, path));
}

/**
 * Begins a backup.
 * @throws LotseError `conflict` if there is something of that name already, `store-unavailable` if its folder cannot be
 * made
 */
export async function createContainer(to: string): Promise<BackupWriter> {
  const target = resolve(to);
  const draft = `${target}.part`;
  if (await exists(target))
    throw new LotseError(
      'conflict',
      `${target} exists already. A backup never overwrites anything; choose another name.`,
    );
  await ensureFolder(dirname(target)).catch((caught: NodeJS.ErrnoException) => {
    throw new LotseError(
      'store-unavailable',
      `The folder ${dirname(target)} cannot be made (${caught.code ?? caught.message}).`,
      { cause: caught },
    );
  });
  await rm(draft, { recursive: true, force: true });
  const publish = async (): Promise<void> => {
    await rename(draft, target);
    await syncFolder(dirname(target));
  };
  const abandon = (): Promise<void> => rm(draft, { recursive: true, force: true });

  if (!isTar(target)) {
    await mkdir(draft, { mode: 0o700 });
    return {
      draft,
      add: (path, size, content) => writeSizedFile(join(draft, path), size, content),
      seal: () => syncFolder(draft),
      publish,
      abandon,
    };
  }
  const handle = await open(draft, 'wx', 0o600);
  return {
    draft,
    publish,
    add: async (path, size, content) => {
      await handle.writeFile(tarHeader(path, size, new Date()));
      for await (const part of ofSize(content, size, path)) await handle.writeFile(part);
      await handle.writeFile(tarPadding(size));
    },
    seal: async () => {
      await handle.writeFile(tarEnd);
      await handle.sync();
      await handle.close();
    },
    abandon: async () => {
      // Closing twice does nothing.
      await handle.close();
      await abandon();
    },
  };
}

/** The plain files below a folder, as paths with `/`, in order. Files that vanish meanwhile are left out. */
export async function filesBelow(folder: string, prefix = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(
    (caught: NodeJS.ErrnoException) => {
      if (caught.code === 'ENOENT' && prefix !== '') return [];
      throw caught;
    },
  );
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

/**
 * The files of a backup, in the order in which they lie.
 * @throws LotseError `not-found` if there is no backup
 */
export async function* readContainer(from: string): AsyncGenerator<BackupEntry> {
  const source = resolve(from);
  if (!(await exists(source))) throw new LotseError('not-found', `There is no backup at ${source}.`);
  if ((await stat(source)).isFile()) {
    yield* readTar(createReadStream(source, { highWaterMark: 1024 * 1024 }));
    return;
  }
  for (const path of await filesBelow(source))
    yield { path, content: createReadStream(join(source, path), { highWaterMark: 1024 * 1024 }) };
}
