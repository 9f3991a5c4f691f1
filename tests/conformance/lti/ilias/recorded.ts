import type { IliasUser, PrivacyIdent, PrivacyName } from '../../../support/peers/ilias-people.js';

/** The person of the recorded messages, and if they come from. */
export const aylin: IliasUser = {
  id: 256,
  login: 'akaya',
  firstname: 'Aylin',
  lastname: 'Kaya',
  email: 'aylin.kaya@nordwerk.example',
  externalAccount: 'ext-4711',
  created: '2024-03-01 08:00:00',
};
export const host = 'ilias.nordwerk.example';
const uuid = '2f6c1b0e5d7a4938a1c0ffee12345678';
const hash = 'c86213d0442c9ee711506b24b9b64f50254565a425dcb67404d4a4f12f494459';

/** What stands for 32 hex digits made at this launch. */
export const madeNow = /^[0-9a-f]{32}$/;

/**
 * `sub` and the e-mail claim of one person in each privacy mode, written down from `ilCmiXapiUser::getIdentAsId` and
 * `::getIdent`. In the mode random the address is made at the first launch of an object and kept; `sub` is made at every one.
 */
export const recordedIdentities: Readonly<
  Record<PrivacyIdent, { readonly sub: string | RegExp; readonly email: string | RegExp }>
> = {
  'user-id': { sub: '256', email: `256@${uuid}.ilias` },
  login: { sub: 'akaya', email: `akaya@${uuid}.ilias` },
  'external-account': { sub: 'ext-4711', email: `ext-4711@${uuid}.ilias` },
  sha256: { sub: hash, email: `${hash}@${uuid}.ilias` },
  // Together at most 80 characters: the beginning is cut.
  'sha256-url': { sub: hash.slice(7), email: `${hash.slice(7)}@${host}` },
  random: { sub: madeNow, email: new RegExp(`^[0-9a-f]{32}@${uuid}\\.ilias$`) },
  'real-email': { sub: 'realemail256', email: 'aylin.kaya@nordwerk.example' },
};

/** The names of Dr. Aylin Kaya in each mode. */
export const recordedNames: Readonly<Record<PrivacyName, Readonly<Record<string, string>>>> = {
  none: { given_name: '-', family_name: '-', name: '-' },
  firstname: { given_name: 'Aylin', family_name: '-', name: 'Aylin' },
  lastname: { given_name: '-', family_name: 'Dr. Kaya', name: 'Dr. Kaya' },
  fullname: { given_name: 'Aylin', family_name: 'Kaya', name: 'Dr. Aylin Kaya' },
};

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const ags = 'https://purl.imsglobal.org/spec/lti-ags/';

/** A whole launch message: mode sha256, no name, a window of its own, grades switched on. `{base}` is the installation's address. */
export const recordedLaunch = {
  nonce: 'nonce-1',
  iat: 1_767_225_600,
  exp: 1_767_225_660,
  iss: '{base}',
  aud: 'il5tRandomClientId',
  [`${lti}deployment_id`]: '3',
  [`${lti}target_link_uri`]: 'http://lotse.test/lti/launch',
  [`${lti}message_type`]: 'LtiResourceLinkRequest',
  [`${lti}version`]: '1.3.0',
  [`${lti}resource_link`]: { id: '400', title: 'Das Entwicklungsgespräch', description: '' },
  sub: hash,
  picture: '',
  [`${lti}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
  given_name: '-',
  family_name: '-',
  name: '-',
  email: `${hash}@${uuid}.ilias`,
  [`${lti}context`]: { id: '70', type: ['CourseOffering'], title: 'Führung im Betrieb', label: 'CourseOffering 70' },
  [`${lti}launch_presentation`]: { locale: 'de', document_target: 'window', width: '', height: '', return_url: '' },
  [`${lti}tool_platform`]: {
    guid: 'default.127.0.0.1',
    name: 'default',
    description: 'ILIAS Nordwerk',
    url: '{base}/goto.php?target=root_1',
    contact_email: 'admin@nordwerk.example',
    product_family_code: 'ilias',
    version: '10.2 2026-01-12',
  },
  [`${lti}custom`]: { content: 'd1-entwicklungsgespraech' },
  [`${ags}claim/endpoint`]: {
    lineitem: '{base}/ltiservices.php/gradeservice/70/lineitems/1400/lineitem',
    lineitems: '{base}/ltiservices.php/gradeservice/70/lineitems/',
    scope: [
      `${ags}scope/lineitem`,
      `${ags}scope/lineitem.readonly`,
      `${ags}scope/result.readonly`,
      `${ags}scope/score`,
    ],
  },
};

/** A request for the picker: no target_link_uri, no data, no resource link; what is a boolean is always true. */
export const recordedSelection = {
  [`${lti}message_type`]: 'LtiDeepLinkingRequest',
  [`${lti}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'],
  'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
    deep_link_return_url: '{base}/ilias.php?ref_id=70&new_type=lti&provider_id=3&cmd=contentSelectionResponse',
    accept_types: ['ltiResourceLink'],
    accept_presentation_document_targets: ['embed', 'iframe', 'window'],
    accept_multiple: true,
    auto_create: true,
  },
};
