import { peopleStore } from '../../../adapters/sqlite/index.js';
import { temporarySqlite } from '../../support/sqlite.js';
import { peopleStoreContract } from './suite.js';

peopleStoreContract('SQLite', async () => {
  const { engine, close } = await temporarySqlite();
  return { store: peopleStore(engine), close };
});
