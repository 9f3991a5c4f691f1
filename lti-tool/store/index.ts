export type { Founding } from './foundings.js';
export type { ColumnFinding, GradeColumn } from './grade-columns.js';
export type {
  ClaimedGrade,
  Grade,
  GradeCell,
  GradeIntake,
  GradeOutcome,
  GradePageRequest,
  GradeScore,
} from './grades.js';
export type { PlacesErased } from './identity-erasure.js';
export type { Invitation, InvitationState, Reservation, ReservationAnswer } from './invitations.js';
export { type LaunchTrace, type LoginError, loginErrors } from './launch-traces.js';
export type { Login } from './logins.js';
export type { ToolStore } from './lti-store.js';
export type { Placement, PlacementQueries, ResourceLink } from './placements.js';
export {
  type DeploymentDecision,
  mostRequestedDeployments,
  type Platform,
  type PlatformChanges,
  type PlatformKind,
  platformKinds,
  type PlatformQueries,
} from './platforms.js';
export { sealedPlacements } from './sealed-placements.js';
export type { SigningKey, Succession } from './signing-keys.js';
export type { ToolSettings } from './tool-settings.js';
