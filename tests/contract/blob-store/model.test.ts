import { blobModel } from '../../support/model/blobs.js';
import { blobStoreContract } from './suite.js';

blobStoreContract(async () => ({ blobs: blobModel(), close: async () => undefined }));
