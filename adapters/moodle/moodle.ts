import {
  type CourseActivities,
  customValuesWithout,
  fullContentItem,
  plainAdapter,
  type PlatformAdapter,
  refusalByStatus,
} from '../../lti-tool/index.js';

const plain = plainAdapter('moodle', 'Moodle');

/** Moodle keeps custom parameters as lines of `name=value`, and takes a value that begins with `$` for a variable of its own. */
const customValues = customValuesWithout(['\r', '\n', '\t', ' ', '\\', '$']);

/** The plugin logstore_xapi names courses by their page; a launch's context id is the number in it. */
const courseActivities: CourseActivities = {
  iri: (issuer, contextId) =>
    /^[1-9]\d{0,18}$/.test(contextId) ? `${issuer}/course/view.php?id=${contextId}` : undefined,
  contextId: (issuer, iri) => {
    const page = `${issuer}/course/view.php?id=`;
    return iri.startsWith(page) ? /^[1-9]\d{0,18}$/.exec(iri.slice(page.length))?.[0] : undefined;
  },
};

/** Moodle (4.0 to 5.1 read) as LTI 1.3 platform. */
export const moodleAdapter: PlatformAdapter = {
  ...plain,
  productFamilies: ['moodle'],
  capabilities: {
    namesAndRoles: true,
    namesByLink: true,
    platformStorage: false,
    deepLinking: true,
    lineItemOfPickedItem: true,
    dynamicRegistration: true,
    lineItemsByTool: true,
    progress: false,
    scoreComments: true,
    newWindowByDefault: false,
    returnMessages: true,
  },

  endpointsFrom(baseUrl) {
    const site = baseUrl.replace(/\/+$/, '');
    const page = (name: string): string => `${site}/mod/lti/${name}.php`;
    return [
      {
        layout: 'Moodle',
        issuer: site,
        authenticationEndpoint: page('auth'),
        tokenEndpoint: page('token'),
        jwksUri: page('certs'),
        openidConfiguration: page('openid-configuration'),
      },
    ];
  },

  contentItem: (link) => fullContentItem({ ...link, custom: customValues.write(link.custom) }),
  customFrom: customValues.read,

  // A score that is not FullyGraded empties the cell of what was there.
  scoreMessage: (score) =>
    score.gradingProgress === 'FullyGraded' && score.scoreGiven !== undefined ? plain.scoreMessage(score) : undefined,

  // An unknown client is invalid_client; a fault of our key comes as its library's own sentence.
  tokenErrorMeaning: (status, word) =>
    word === 'invalid_client' ? 'unknown-client' : plain.tokenErrorMeaning(status, word),

  // 400 answers whoever is not graded in the course: trainers, administrators, those who have left it.
  scoreRefusal: (status) => (status === 400 ? 'person-not-graded' : refusalByStatus(status)),

  courseActivities,
};
