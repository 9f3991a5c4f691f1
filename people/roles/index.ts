export {
  mayAdministerOrganisation,
  mayPlaceContents,
  mayReadRecords,
  maySeeOthersRatings,
  type Role,
  roles,
} from './roles.js';
