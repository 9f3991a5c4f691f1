import { z } from 'zod';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';

/** The names of claims (LTI 1.3 §5.3 and §5.4, Deep Linking 2.0 §4.4, AGS 2.0 §3.1, NRPS 2.0 §2.2, Submission Review 1.0). */
export const claimNames = {
  version: `${lti}version`,
  messageType: `${lti}message_type`,
  deploymentId: `${lti}deployment_id`,
  roles: `${lti}roles`,
  targetLinkUri: `${lti}target_link_uri`,
  context: `${lti}context`,
  resourceLink: `${lti}resource_link`,
  custom: `${lti}custom`,
  launchPresentation: `${lti}launch_presentation`,
  forUser: `${lti}for_user`,
  grading: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  memberships: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinking: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
} as const;

export const webAddress = z
  .string()
  .max(4096)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));

/** An optional claim that some LMS fills with `null` or with something else: then it counts as absent. */
export const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
