import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { competencyStore, openSqlite } from '../../../adapters/sqlite/index.js';
import { competencyStoreContract } from './suite.js';

competencyStoreContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lotse-competency-'));
  const engine = await openSqlite({ path: join(folder, 'lotse.db'), synchronous: 'normal' });
  return {
    store: competencyStore(engine),
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
