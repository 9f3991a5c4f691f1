import { modelLtiStore } from '../../support/model/lti/lti-store.js';
import { ltiStoreContract } from './suite.js';

ltiStoreContract(async () => ({ store: modelLtiStore(), close: async () => undefined }));
