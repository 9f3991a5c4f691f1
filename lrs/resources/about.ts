import { xapiVersions } from '../statement/index.js';
import { sendTaggedJson } from './answer.js';
import type { ResourceStep } from './exchange.js';
import type { Resource } from './resource.js';
import { readParameters } from './steps.js';

const answerAbout: ResourceStep = (exchange) => sendTaggedJson(exchange, JSON.stringify({ version: xapiVersions }));

/** Information about this LRS (xAPI 1.0.3 Communication §2.8; xAPI 2.0 §4.1.6.7). Public, in any version. */
export const about: Resource = {
  path: '/about',
  methods: { GET: [readParameters(), answerAbout] },
};
