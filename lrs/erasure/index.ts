export { eraseStatements, type Erasing, type Erasure } from './erase-statements.js';
export { eraseAgents, keysOfAgent, type AgentsErased, type ErasingAgents } from './erase-agents.js';
