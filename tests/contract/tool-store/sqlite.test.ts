import { toolStore } from '../../../adapters/sqlite/index.js';
import { temporarySqlite } from '../../support/sqlite.js';
import { toolStoreContract } from './suite.js';

toolStoreContract('SQLite', async () => {
  const { engine, close } = await temporarySqlite();
  return { store: toolStore(engine), close };
});
