export { agentKeyOfIdentity, agentOfIdentity, identityOfAgent } from './agent-of-identity.js';
