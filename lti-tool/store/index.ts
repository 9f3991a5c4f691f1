export { type StoredLease, latestLeaseEnd, canClaim, settlementOf } from './claim-leases.js';
export {
  decideDeployment,
  type DeploymentDecision,
  type Deployments,
  type DeploymentsUpdate,
  type DeploymentVerdict,
  maxRequestedDeployments,
  meetDeployment,
} from './deployments.js';
export {
  type ColumnClaim,
  type ColumnFinding,
  type GradeColumn,
  lookedUpColumn,
  recordedColumn,
} from './grade-columns.js';
export {
  intakeStanding,
  isGradeDue,
  latestGradeDue,
  replayedGrade,
  scoredGrade,
  settledGrade,
} from './grade-scores.js';
export type {
  ClaimedGrade,
  Grade,
  GradeKey,
  GradeClaim,
  GradeIntake,
  GradeOutcome,
  GradePageRequest,
  GradeReplay,
  GradeScore,
} from './grades.js';
export type { PlacementErasureCounts } from './identity-erasure.js';
export {
  type Invitation,
  type InvitationState,
  type StoredInvitation,
  redemptionOf,
  type Reservation,
  type ReservationAnswer,
  reservationAnswer,
} from './invitations.js';
export { type LaunchTrace, type LoginError, loginErrors, mergedLaunchTrace } from './launch-traces.js';
export type { Login } from './logins.js';
export type { LtiStore } from './lti-store.js';
export type { Placement, PlacementQueries, ResourceLink } from './placements.js';
export {
  isSameRegistration,
  type Platform,
  type PlatformChanges,
  type PlatformKind,
  platformKinds,
} from './platforms.js';
export type { Provisioning } from './provisioning.js';
export { sealedPlacements } from './sealed-placements.js';
export { endedSigningKey, newestSigningKey, type SigningKey, type Succession, successionOf } from './signing-keys.js';
export { defaultToolSettings, type ToolSettings } from './tool-settings.js';
