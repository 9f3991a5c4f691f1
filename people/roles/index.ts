export {
  canAdministerOrganisation,
  canPlaceContents,
  canReadRecords,
  canSeeOthersRatings,
  type Role,
  roles,
} from './roles.js';
