export { type ContentItem, createDeepLinking, type DeepLinking } from './deep-linking/index.js';
export { createGrades, type Grades, isHeld, reasonText } from './grades/index.js';
export { createLaunch, type DeepLinkingSettings, isInCourse } from './launch/index.js';
export {
  type CourseActivities,
  courseNames,
  createKeyRotation,
  createPlatforms,
  customValuesWithout,
  type DeepLinkingForm,
  defaultOverlapDays,
  fullContentItem,
  identity,
  type IdentityClaims,
  type KeyRotation,
  type LaunchIdentity,
  looksLikeAddress,
  plainAdapter,
  type PlatformAdapter,
  type PlatformEndpoints,
  type PlatformRegistration,
  type Platforms,
  type Pseudonym,
  refusalByStatus,
} from './platform/index.js';
export {
  type ConnectionTest,
  type Finding,
  findingSentences,
  type InvitationLink,
  invite,
  launchFinding,
  registrationRouter,
  testConnection,
  type ToolAddresses,
  toolAddresses,
} from './registration/index.js';
export { type CourseRoster, createRoster, type Roster } from './roster/index.js';
export {
  type Grade,
  type GradePageRequest,
  type LaunchTrace,
  type LtiStore,
  type Placement,
  type PlacementQueries,
  type Platform,
  type PlatformKind,
  platformKinds,
  sealedPlacements,
  type ToolSettings,
} from './store/index.js';
