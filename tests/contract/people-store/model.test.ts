import { modelPeopleStore } from '../../support/model/people.js';
import { peopleStoreContract } from './suite.js';

peopleStoreContract('model', async () => ({ store: modelPeopleStore(), close: async () => undefined }));
