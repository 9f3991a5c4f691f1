import { modelCompetencyStore } from '../../support/model/competency.js';
import { competencyStoreContract } from './suite.js';

competencyStoreContract('model', async () => ({ store: modelCompetencyStore(), close: async () => undefined }));
