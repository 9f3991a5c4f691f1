import { modelLtiStore } from '../../support/model/lti.js';
import { ltiStoreContract } from './suite.js';

ltiStoreContract('model', async () => ({ store: modelLtiStore(), close: async () => undefined }));
