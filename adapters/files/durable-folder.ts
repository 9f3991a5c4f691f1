import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder as makeMissing } from '../../base/index.js';

/** Forces to disk which names a folder holds. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder, and those above it that are missing, so that a power cut does not take them away again. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await makeMissing(folder);
  if (first === undefined) return;
  const last = dirname(first);
  for (let each = dirname(resolve(folder)); ; each = dirname(each)) {
    await syncFolder(each);
    if (each === last) return;
  }
}
