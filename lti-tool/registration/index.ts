export { registrationRouter, type RegistrationRouterParts } from './dynamic/create-registration.js';
export { firstDeploymentDays } from './dynamic/register.js';
export { invitationDays, invite, type InvitationLink, type InvitationParts } from './invitations.js';
export { refusalReasons, RegistrationRefusal, type RefusalReason } from './registration-refusal.js';
