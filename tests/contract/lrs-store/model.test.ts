import { lrsModel } from '../../support/model/lrs.js';
import { lrsStoreContract } from './index.js';

lrsStoreContract(async () => ({ store: lrsModel(), close: async () => undefined }));
