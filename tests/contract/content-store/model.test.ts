import { modelContentStore } from '../../support/model/content.js';
import { libraryContract } from './libraries.js';
import { contentStoreSuite } from './suite.js';

const open = async () => ({ store: modelContentStore(), close: async () => {} });

contentStoreSuite('model', open);
libraryContract('model', open);
