export {
  createErasure,
  type Eraser,
  type Erasure,
  joinErasers,
  type PersonErasureCounts,
  type ErasureSubject,
} from './erasure/index.js';
export { agentKeyOfIdentity, agentOfIdentity } from './identity/index.js';
export {
  canAdministerOrganisation,
  canPlaceContents,
  canReadRecords,
  canSeeOthersRatings,
  type Role,
} from './roles/index.js';
export {
  createSignIn,
  navigationThrough,
  type SignInSession,
  type SignIn,
  type SignInArea,
  type SignInParts,
  signOutForm,
} from './sign-in/index.js';
export type { Identity, PersonClaims, PeopleQueries, PeopleStore } from './store/index.js';
export {
  addressInVisit,
  ancestorsOf,
  createVisits,
  type VisitRecord,
  type IssuedVisit,
  parsePlayedUnit,
  type Visit,
  type Visits,
} from './visit/index.js';
