import { ltiStore } from '../../../adapters/sqlite/index.js';
import { temporarySqlite } from '../../support/sqlite.js';
import { ltiStoreContract } from './suite.js';

ltiStoreContract(async () => {
  const { engine, close } = await temporarySqlite();
  return { store: ltiStore(engine), close };
});
