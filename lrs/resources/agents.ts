import { sendTaggedJson } from './answer.js';
import { authenticate } from './authenticate.js';
import type { ResourceStep } from './exchange.js';
import { requiredParameter } from './parameters.js';
import type { Resource } from './resource.js';
import { readParameters } from './steps.js';
import { negotiateVersion } from './version.js';

const identifiers = ['name', 'mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

/** A Person contains no more than the Agent in the request: the LRS does not tell who else somebody is. */
const answerPerson: ResourceStep = (exchange) => {
  const agent = requiredParameter('agent', exchange.parameters.agent('agent'));
  const person: Record<string, unknown> = { objectType: 'Person' };
  for (const name of identifiers) if (agent[name] !== undefined) person[name] = [agent[name]];
  sendTaggedJson(exchange, JSON.stringify(person));
};

/** The Person object of an agent (xAPI 1.0.3 Communication §2.4; xAPI 2.0 §4.1.6.3). */
export const agents: Resource = {
  path: '/agents',
  methods: { GET: [authenticate, negotiateVersion, readParameters('agent'), answerPerson] },
};
