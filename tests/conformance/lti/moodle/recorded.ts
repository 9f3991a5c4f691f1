const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const ags = 'https://purl.imsglobal.org/spec/lti-ags/';
const nrps = 'https://purl.imsglobal.org/spec/lti-nrps/';

/**
 * A whole launch message of Moodle 5.1, written down from `lti_build_request`, `lti_build_standard_message`,
 * `lti_get_launch_data` and `lti_sign_jwt`: a student, names sent, an activity with a column, grade service "full".
 * `{base}` is the site's address.
 */
export const recordedLaunch = {
  nonce: 'nonce-1',
  iat: 1_767_225_600,
  exp: 1_767_225_660,
  iss: '{base}',
  aud: 'mDlClientId0001',
  [`${lti}deployment_id`]: '2',
  [`${lti}target_link_uri`]: 'http://lotse.test/lti/launch',
  sub: '17',
  [`${lti}lis`]: { person_sourcedid: '', course_section_sourcedid: '' },
  [`${lti}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
  [`${lti}context`]: { id: '7', label: 'FIB', title: 'Führung im Betrieb', type: ['CourseSection'] },
  [`${lti}message_type`]: 'LtiResourceLinkRequest',
  [`${lti}resource_link`]: { title: 'Das Entwicklungsgespräch', description: '', id: '30' },
  given_name: 'Aylin',
  family_name: 'Kaya',
  name: 'Aylin Kaya',
  [`${lti}ext`]: { lms: 'moodle-2' },
  [`${lti}launch_presentation`]: {
    locale: 'de',
    document_target: 'iframe',
    return_url: '{base}/mod/lti/return.php?course=7&launch_container=3&instanceid=30&sesskey=aBcDeF1234',
  },
  [`${lti}tool_platform`]: {
    product_family_code: 'moodle',
    version: '2025100600',
    guid: '127.0.0.1',
    name: 'Moodle',
    description: 'Moodle Nordwerk',
  },
  [`${lti}version`]: '1.3.0',
  [`${lti}custom`]: { content: 'd1-entwicklungsgespraech' },
  [`${ags}claim/endpoint`]: {
    scope: [
      `${ags}scope/lineitem`,
      `${ags}scope/lineitem.readonly`,
      `${ags}scope/result.readonly`,
      `${ags}scope/score`,
    ],
    lineitems: '{base}/mod/lti/services.php/7/lineitems?type_id=2',
    lineitem: '{base}/mod/lti/services.php/7/lineitems/31/lineitem?type_id=2',
  },
  [`${nrps}claim/namesroleservice`]: {
    context_memberships_url: '{base}/mod/lti/services.php/CourseSection/7/bindings/2/memberships',
    service_versions: ['1.0', '2.0'],
  },
};
