export { registrationRouter, type RegistrationRouterParts } from './dynamic/create-registration.js';
export { firstDeploymentDays } from './dynamic/register.js';
export { invitationDays, invite, type InvitationLink, type InvitationParts } from './invitations.js';
export { launchAddress, toolAddresses, type ToolAddresses } from './tool-addresses.js';
export { refusalReasons, RegistrationRefusal, type RefusalReason } from './registration-refusal.js';
export {
  findingCodes,
  type ConnectionTest,
  type Finding,
  type FindingCode,
  type Severity,
} from './connection-test/findings.js';
export { launchFinding, launchPatience, type LaunchJudgement } from './connection-test/launch-finding.js';
export { testConnection, type ConnectionTestParts } from './connection-test/test-connection.js';
export { findingSentences } from './connection-test/texts.js';
