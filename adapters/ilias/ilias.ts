import {
  customValuesWithout,
  plainAdapter,
  type PlatformAdapter,
  type PlatformEndpoints,
} from '../../lti-tool/index.js';
import { identify } from './identity.js';

const plain = plainAdapter('ilias', 'ILIAS');

/** ILIAS keeps custom parameters as `name=value;name=value`, and cuts a value at its second `=`. */
const customValues = customValuesWithout([';', '=']);

function endpoints(layout: string, site: string, folder: string): PlatformEndpoints {
  const page = (name: string): string => `${site}${folder}/${name}.php`;
  return {
    layout,
    issuer: site,
    authenticationEndpoint: page('ltiauth'),
    tokenEndpoint: page('ltitoken'),
    jwksUri: page('lticerts'),
    openidConfiguration: page('lticonfig'),
  };
}

/** ILIAS (8 to 11 read) as LTI 1.3 platform. */
export const iliasAdapter: PlatformAdapter = {
  ...plain,
  productFamilies: ['ilias', 'ilias.de'],
  capabilities: {
    namesAndRoles: false,
    namesByLink: false,
    platformStorage: false,
    deepLinking: true,
    lineItemOfPickedItem: false,
    dynamicRegistration: true,
    lineItemsByTool: false,
    progress: false,
    scoreComments: false,
    newWindowByDefault: true,
    returnMessages: false,
  },

  endpointsFrom(baseUrl) {
    const site = baseUrl.replace(/\/+$/, '');
    return [endpoints('ILIAS 10 und neuer', site, ''), endpoints('ILIAS 8 und 9', site, '/Modules/LTIConsumer')];
  },

  identify,

  // Only title, description and custom are kept, and custom has to be there. The launch address is the provider's own.
  contentItem: ({ title, text, custom }) => ({
    type: 'ltiResourceLink',
    title,
    ...(text === undefined ? {} : { text, description: text }),
    custom: customValues.write(custom),
  }),
  customFrom: customValues.read,

  // Up to ILIAS 10 a score without a final result counts as none at all, and takes back what was reached before.
  scoreMessage: ({ comment: _comment, ...score }) =>
    score.gradingProgress === 'FullyGraded' && score.scoreGiven !== undefined ? plain.scoreMessage(score) : undefined,

  // Of an unknown client it says invalid_request; where it cannot fetch or read our key it blames its own configuration.
  tokenErrorMeaning(status, word) {
    if (status >= 500 || word === 'ERROR_OPEN_SSL_CONF') return 'key';
    return word === 'invalid_request' ? 'unknown-client' : plain.tokenErrorMeaning(status, word);
  },
};
