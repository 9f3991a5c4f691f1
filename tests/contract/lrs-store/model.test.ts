import { lrsModel } from '../../support/model/lrs.js';
import { lrsStoreContract } from './suite.js';

lrsStoreContract(async () => ({ store: lrsModel(), close: async () => undefined }));
