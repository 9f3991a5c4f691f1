import { agentKey } from '../statement/index.js';
import { required } from './parameters.js';
import { profileResource } from './profile.js';

/** Documents about an agent (xAPI 1.0.3 Communication §2.6; xAPI 2.0 §4.1.6.5). */
export const agentsProfile = profileResource('/agents/profile', 'agent', ({ parameters }) => ({
  kind: 'agent-profile',
  agent: agentKey(required('agent', parameters.agent('agent'))),
}));
