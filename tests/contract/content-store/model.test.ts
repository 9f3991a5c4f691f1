import { modelContentStore } from '../../support/model/content.js';
import { contentStoreSuite } from './suite.js';

contentStoreSuite('model', async () => ({ store: modelContentStore(), close: async () => {} }));
