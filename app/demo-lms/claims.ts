const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** Claim names (LTI 1.3 §5.3, Deep Linking 2.0 §4, AGS 2.0 §3.1, NRPS 2.0 §2.2, Submission Review 1.0). */
export const demoClaimNames = {
  messageType: `${lti}message_type`,
  version: `${lti}version`,
  deploymentId: `${lti}deployment_id`,
  targetLinkUri: `${lti}target_link_uri`,
  resourceLink: `${lti}resource_link`,
  roles: `${lti}roles`,
  context: `${lti}context`,
  toolPlatform: `${lti}tool_platform`,
  launchPresentation: `${lti}launch_presentation`,
  custom: `${lti}custom`,
  forUser: `${lti}for_user`,
  gradeService: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  namesAndRoles: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinkingSettings: `${deepLinking}deep_linking_settings`,
  contentItems: `${deepLinking}content_items`,
  deepLinkingData: `${deepLinking}data`,
  deepLinkingMessage: `${deepLinking}msg`,
  deepLinkingError: `${deepLinking}errormsg`,
} as const;

const grades = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

/** Scopes of the services. */
export const demoScopes = {
  lineItem: `${grades}lineitem`,
  lineItemReadOnly: `${grades}lineitem.readonly`,
  resultReadOnly: `${grades}result.readonly`,
  score: `${grades}score`,
  membershipReadOnly: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const;

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';

/** Roles as full URNs, as Moodle sends them in the token. */
export const roleUrns = {
  learner: [`${membership}Learner`, `${institution}Student`],
  trainer: [`${membership}Instructor`, `${institution}Faculty`],
} as const;

/** Roles as the membership service names them, as Moodle does. */
export const shortRoles = { learner: 'Learner', trainer: 'Instructor' } as const;
