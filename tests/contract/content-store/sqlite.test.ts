import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentStore, openSqlite } from '../../../adapters/sqlite/index.js';
import { libraryContract } from './libraries.js';
import { contentStoreSuite } from './suite.js';

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'lotse-content-'));
  const engine = await openSqlite({ path: join(folder, 'lotse.db'), synchronous: 'normal' });
  return {
    store: contentStore(engine),
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
}

contentStoreSuite('SQLite', open);
libraryContract('SQLite', open);
