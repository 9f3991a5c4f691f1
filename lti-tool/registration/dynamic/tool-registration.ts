import type { OrganisationId } from '../../../lrs/index.js';
import type { ToolSettings } from '../../store/index.js';
import { registrationTexts } from '../texts.js';
import { toolAddresses } from '../tool-addresses.js';
import type { PlatformConfiguration } from './read-configuration.js';

/** The property of a client registration for LTI, in both directions. */
export const toolConfiguration = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope';
const ourScopes = [
  `${ags}/lineitem`,
  `${ags}/result.readonly`,
  `${ags}/score`,
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
];

/** Those of our scopes that the LMS knows; all of them where it names none of LTI's, which says nothing. */
function scopesFor({ scopes = [] }: PlatformConfiguration): readonly string[] {
  const common = ourScopes.filter((scope) => scopes.includes(scope));
  return common.length === 0 ? ourScopes : common;
}

/** The placement of the picker; Moodle calls it `ContentArea`. */
function placementsFor({ messages }: PlatformConfiguration): readonly string[] {
  return (messages?.get('LtiDeepLinkingRequest') ?? []).filter((placement) => placement === 'ContentArea');
}

/**
 * Our registration at an LMS (LTI Dynamic Registration 1.0 §3.5.1). One redirect URI, since Moodle compares it exactly.
 * Asking for a name claim makes Moodle send names for everybody, so it is asked for only if the organisation wants
 * it.
 * @param publicUrl without a slash at its end
 * @param organisation whom the LMS is connected to
 */
export function toolRegistration(
  publicUrl: string,
  organisation: OrganisationId,
  configuration: PlatformConfiguration,
  { nameClaims }: ToolSettings,
): object {
  const [german, english] = [registrationTexts('de'), registrationTexts('en')];
  const { login, launch: launchUrl, keys } = toolAddresses(publicUrl, organisation);
  const placements = placementsFor(configuration);
  const picks = configuration.messages?.has('LtiDeepLinkingRequest') ?? true;
  const reviews = configuration.messages?.has('LtiSubmissionReviewRequest') ?? false;
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    client_name: german('client.name'),
    'client_name#de': german('client.name'),
    'client_name#en': english('client.name'),
    initiate_login_uri: login,
    redirect_uris: [launchUrl],
    jwks_uri: keys,
    logo_uri: `${publicUrl}/assets/icon.svg`,
    client_uri: publicUrl,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopesFor(configuration).join(' '),
    [toolConfiguration]: {
      // Including its port, if any: Moodle compares it with the target's.
      domain: new URL(publicUrl).host,
      description: german('client.description'),
      'description#de': german('client.description'),
      'description#en': english('client.description'),
      target_link_uri: launchUrl,
      claims: ['iss', 'sub', ...(nameClaims ? ['name', 'given_name', 'family_name'] : [])],
      messages: [
        {
          type: 'LtiResourceLinkRequest',
          target_link_uri: launchUrl,
          label: german('client.name'),
          'label#de': german('client.name'),
          'label#en': english('client.name'),
        },
        ...(picks
          ? [
              {
                type: 'LtiDeepLinkingRequest',
                target_link_uri: launchUrl,
                ...(placements.length === 0 ? {} : { placements }),
                label: german('client.pick'),
                'label#de': german('client.pick'),
                'label#en': english('client.pick'),
              },
            ]
          : []),
        ...(reviews ? [{ type: 'LtiSubmissionReviewRequest', target_link_uri: launchUrl }] : []),
      ],
    },
  };
}
