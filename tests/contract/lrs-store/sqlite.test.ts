import { lrsStore } from '../../../adapters/sqlite/index.js';
import { temporarySqlite } from '../../support/sqlite.js';
import { lrsStoreContract } from './index.js';

lrsStoreContract(async () => {
  const { engine, close } = await temporarySqlite();
  return { store: lrsStore(engine), close };
});
