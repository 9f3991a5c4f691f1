export {
  createOrganisations,
  type FoundedOrganisation,
  type OrganisationParts,
  type Organisations,
} from './create-organisations.js';
