export { createOrganisations, type Organisations } from './create-organisations.js';
