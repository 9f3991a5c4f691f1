export { type ConnectionTest, type Finding, type FindingCode, findingCodes } from './connection-test/findings.js';
export { launchFinding, launchWaitMs } from './connection-test/launch-finding.js';
export { testConnection } from './connection-test/test-connection.js';
export { findingSentences } from './connection-test/texts.js';
export { registrationRouter } from './dynamic/create-registration.js';
export { type InvitationLink, invite } from './invitations.js';
export { launchAddress, type ToolAddresses, toolAddresses } from './tool-addresses.js';
