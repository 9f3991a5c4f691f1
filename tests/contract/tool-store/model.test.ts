import { modelToolStore } from '../../support/model/tool.js';
import { toolStoreContract } from './suite.js';

toolStoreContract('model', async () => ({ store: modelToolStore(), close: async () => undefined }));
