import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from './errors.js';
import { ensureFolder, ensureFolderSync } from './folder.js';
import { newUuid } from './ids.js';

/** For their owner alone: Lotse's data names people. */
const mode = 0o600;

/** Content for a file. */
export type FileContent = string | AsyncIterable<Uint8Array>;

/** Syncs a folder's entries to disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function syncFolderSync(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Creates a folder, and missing ones above it, durably, so that a power cut does not remove them again. */
export async function ensureDurableFolder(folder: string): Promise<void> {
  const first = await ensureFolder(folder);
  if (first === undefined) return;
  const last = dirname(first);
  for (let each = dirname(resolve(folder)); ; each = dirname(each)) {
    await syncFolder(each);
    if (each === last) return;
  }
}

async function writeTo(handle: FileHandle, content: FileContent): Promise<void> {
  if (typeof content === 'string') return handle.writeFile(content);
  for await (const piece of content) await handle.writeFile(piece);
}

/** Writes a new file and syncs its content to disk; its name is durable with `syncFolder`. */
export async function writeNewFile(path: string, content: FileContent): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await writeTo(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a complete file, durable on return: under a temporary name first, then renamed. A reader, or a crash, finds
 * the old or the new one, never a part of it; a failure leaves nothing behind. Its folder must exist.
 */
export async function replaceFile(path: string, content: FileContent): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${newUuid()}.part`);
  try {
    await writeNewFile(draft, content);
    await rename(draft, path);
  } catch (caught) {
    await rm(draft, { force: true });
    throw caught;
  }
  await syncFolder(folder);
}

/** Writes a small file unless it exists, durable on return, including its folder. Of several writers the first wins. */
export function createFileOnceSync(path: string, text: string): void {
  const folder = dirname(path);
  ensureFolderSync(folder);
  const draft = join(folder, `.${newUuid()}`);
  writeFileSync(draft, text, { mode, flag: 'wx', flush: true });
  try {
    linkSync(draft, path);
  } catch (caught) {
    if (codeOf(caught) !== 'EEXIST') throw caught;
  } finally {
    rmSync(draft);
  }
  syncFolderSync(folder);
}
