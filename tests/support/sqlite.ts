import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqliteEngine } from '../../adapters/sqlite/index.js';
import { openConfiguredStores, type Stores } from '../../app/stores.js';
import { readConfiguration } from '../../base/index.js';

/** A folder of its own under the system's temporary one. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'lotse-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * An empty database in a folder of its own.
 * @returns the engine, the file's path, and `close`, which ends the engine and removes the folder
 */
export async function temporarySqlite(): Promise<{
  readonly engine: SqliteEngine;
  readonly path: string;
  close(): Promise<void>;
}> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'lotse.db');
  const engine = await openSqlite({ path, synchronous: 'normal' });
  return {
    engine,
    path,
    close: async () => {
      await engine.close();
      await folder.remove();
    },
  };
}

/**
 * An installation's empty store in a folder of its own, as it is configured by nothing.
 * @returns `close` ends the store and removes the folder
 */
export async function temporaryStores(): Promise<{ readonly stores: Stores; close(): Promise<void> }> {
  const folder = await temporaryFolder();
  const stores = await openConfiguredStores(
    readConfiguration({ LOTSE_DATA: folder.path, LOTSE_SYNCHRONOUS: 'normal' }),
    'brief',
  );
  return {
    stores,
    close: async () => {
      await stores.close();
      await folder.remove();
    },
  };
}
