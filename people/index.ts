export { createErasure, type Eraser, type Erasure, joinErasers, type PersonGone, type Who } from './erasure/index.js';
export { agentKeyOfIdentity, agentOfIdentity } from './identity/index.js';
export {
  mayAdministerOrganisation,
  mayPlaceContents,
  mayReadRecords,
  maySeeOthersRatings,
  type Role,
} from './roles/index.js';
export {
  createSignIn,
  navigationThrough,
  type SignedIn,
  type SignIn,
  type SignInArea,
  type SignInParts,
  signOutForm,
} from './sign-in/index.js';
export type { Identity, Introduction, PeopleQueries, PeopleStore } from './store/index.js';
export {
  addressInVisit,
  ancestorsOf,
  createVisits,
  type KeptVisit,
  type OpenedVisit,
  readPlayedUnit,
  type Visit,
  type Visits,
} from './visit/index.js';
