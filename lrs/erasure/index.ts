export { type AgentErasureCounts, eraseAgents } from './erase-agents.js';
export { eraseStatements } from './erase-statements.js';
