import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { LotseError, ensureFolderSync } from '../../base/index.js';
import { Sqlite } from './engine/index.js';

/** The file's name in the data folder. It is empty; only the lock on it says something. */
export const holdName = 'serving.lock';

/**
 * Holds a data folder for one serving process: what a reader has been promised, and what waits in memory, one process
 * alone knows. The lock is the system's on a file, so it ends with the process, however that ends.
 * @returns what gives it back
 * @throws LotseError `store-unavailable` if another process holds it
 */
export function holdFolder(folder: string): () => void {
  let database: Database | undefined;
  try {
    ensureFolderSync(folder);
    const held = (database = new Sqlite(join(folder, holdName), { timeout: 0 }));
    held.pragma('journal_mode = MEMORY');
    held.exec('BEGIN EXCLUSIVE');
    return () => void held.close();
  } catch (caught) {
    database?.close();
    const isBusy = caught instanceof Sqlite.SqliteError && caught.code.startsWith('SQLITE_BUSY');
    throw new LotseError(
      'store-unavailable',
      isBusy
        ? `Another Lotse serves ${folder} already. Stop it first, or choose another folder by LOTSE_DATA.`
        : `${folder} cannot be written to. Check LOTSE_DATA and who may write there.`,
      { detail: caught instanceof Error ? caught.message : String(caught), cause: caught },
    );
  }
}
