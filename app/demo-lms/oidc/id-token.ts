import type { JWTPayload } from 'jose';
import { newUuid, type Seconds } from '../../../base/index.js';
import { demoClaimNames, roleUrns, demoScopes } from '../claims.js';
import { course, fullName, type Person } from '../course.js';
import type { DemoParts } from '../parts.js';
import type { CourseItem } from '../state/index.js';
import type { LaunchHint } from './hint.js';

/** Lifetime of an id_token; Moodle uses the same. */
const valid: Seconds = 60;

/** Time a trainer has to choose content. */
const choosing: Seconds = 3600;

function commonClaims({ platform, url }: DemoParts, person: Person, hint: LaunchHint, nonce: string): JWTPayload {
  return {
    iss: platform.issuer,
    aud: platform.clientId,
    sub: person.id,
    nonce,
    name: fullName(person),
    given_name: person.given,
    family_name: person.family,
    locale: hint.language,
    [demoClaimNames.version]: '1.3.0',
    [demoClaimNames.deploymentId]: platform.deploymentId,
    [demoClaimNames.roles]: roleUrns[person.role],
    [demoClaimNames.context]: {
      id: course.id,
      label: course.label,
      title: course.title[hint.language],
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
    },
    [demoClaimNames.toolPlatform]: {
      guid: new URL(url).host,
      name: platform.name,
      product_family_code: 'lotse-demo-lms',
      version: '1',
    },
    [demoClaimNames.launchPresentation]: { document_target: hint.target, locale: hint.language, return_url: `${url}/` },
    [demoClaimNames.namesAndRoles]: {
      context_memberships_url: `${url}/lti/nrps/${course.id}/memberships`,
      service_versions: ['2.0'],
    },
  };
}

function linkClaims(
  { state, url, platform }: DemoParts,
  item: CourseItem,
  { language, reviewed }: LaunchHint,
): JWTPayload {
  const lineItems = state.current().lineItems.filter((each) => each.itemId === item.id);
  const container = `${url}/lti/ags/${course.id}/lineitems`;
  return {
    [demoClaimNames.messageType]: reviewed === undefined ? 'LtiResourceLinkRequest' : 'LtiSubmissionReviewRequest',
    ...(reviewed === undefined ? {} : { [demoClaimNames.forUser]: { user_id: reviewed } }),
    [demoClaimNames.targetLinkUri]: item.url,
    [demoClaimNames.resourceLink]: {
      id: `${platform.deploymentId}-${item.id}`,
      title: item.title[language],
      ...(item.text === undefined ? {} : { description: item.text[language] }),
    },
    [demoClaimNames.custom]: item.custom,
    [demoClaimNames.gradeService]: {
      scope: [demoScopes.lineItem, demoScopes.lineItemReadOnly, demoScopes.resultReadOnly, demoScopes.score],
      lineitems: container,
      // As in Moodle: named only if the link has exactly one.
      ...(lineItems.length === 1 ? { lineitem: `${container}/${lineItems[0]!.id}` } : {}),
    },
  };
}

async function choiceClaims(
  { keys, url, tool }: DemoParts,
  person: Person,
  language: 'de' | 'en',
): Promise<JWTPayload> {
  return {
    [demoClaimNames.messageType]: 'LtiDeepLinkingRequest',
    [demoClaimNames.targetLinkUri]: tool.launchUrl,
    [demoClaimNames.deepLinkingSettings]: {
      deep_link_return_url: `${url}/lti/deep-link-return`,
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['iframe', 'window'],
      accept_multiple: true,
      accept_lineitem: true,
      auto_create: true,
      title: course.title[language],
      data: await keys.sign('deep-linking-data', { sub: person.id, jti: newUuid(), language }, choosing),
    },
  };
}

/** The signed message of a launch or of a deep linking request. */
export async function idTokenFor(
  parts: DemoParts,
  person: Person,
  item: CourseItem | undefined,
  hint: LaunchHint,
  nonce: string,
): Promise<string> {
  const own = item === undefined ? await choiceClaims(parts, person, hint.language) : linkClaims(parts, item, hint);
  return parts.keys.signForTool({ ...commonClaims(parts, person, hint, nonce), ...own }, valid);
}
