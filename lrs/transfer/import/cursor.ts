import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LotseError, ensureFolder, replaceFile } from '../../../base/index.js';

/** The position at which an interrupted import continues. */
export interface ImportCursor {
  load(): Promise<string | undefined>;
  save(next: string): Promise<void>;
  /** Clears the cursor of a finished import: the next one begins anew. */
  clear(): Promise<void>;
}

/**
 * A cursor in a small file of the data folder.
 * @param names what together tells this import from others: its source, its organisation
 */
export function openFileCursor(dataFolder: string, ...names: readonly string[]): ImportCursor {
  const folder = join(dataFolder, 'imports');
  const path = join(folder, `${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32)}.json`);
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((caught: NodeJS.ErrnoException) => {
        if (caught.code === 'ENOENT') return undefined;
        throw new LotseError('store-unavailable', `${path} cannot be read.`, { cause: caught });
      });
      return text === undefined ? undefined : (JSON.parse(text) as { next: string }).next;
    },
    async save(next) {
      await ensureFolder(folder);
      await replaceFile(path, `${JSON.stringify({ import: names, next })}\n`);
    },
    clear: () => rm(path, { force: true }),
  };
}
