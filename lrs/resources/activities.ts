import { LotseError } from '../../base/index.js';
import { isWithin } from '../access/index.js';
import { sendTaggedJson } from './answer.js';
import { allow, authenticate } from './authenticate.js';
import type { ResourceStep } from './exchange.js';
import { requiredParameter } from './parameters.js';
import type { Resource } from './resource.js';
import { readParameters } from './steps.js';
import { negotiateVersion } from './version.js';

/** The merged definition of one activity. Without any definition, only its id. */
const answerActivity: ResourceStep = async (exchange) => {
  const { parameters, principal, services } = exchange;
  const id = requiredParameter('activityId', parameters.iri('activityId'));
  if (principal.activity !== undefined && !isWithin(principal.activity, id)) {
    throw new LotseError('forbidden', 'This token or credential reaches one activity alone.', { path: 'activityId' });
  }
  const definition = (await services.store.activities.findDefinitions(principal.organisation, [id])).get(id);
  const head = `{"objectType":"Activity","id":${JSON.stringify(id)}`;
  sendTaggedJson(exchange, definition === undefined ? `${head}}` : `${head},"definition":${definition}}`);
};

/** The definition of an activity (xAPI 1.0.3 Communication §2.5; xAPI 2.0 §4.1.6.4). */
export const activities: Resource = {
  path: '/activities',
  methods: {
    // Any right to read allows this; a right to write statements alone does not.
    GET: [
      authenticate,
      negotiateVersion,
      allow('statements/read', 'statements/read/mine', 'state', 'profile', 'define'),
      readParameters('activityId'),
      answerActivity,
    ],
  },
};
