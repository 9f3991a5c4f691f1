export { type AgentsErased, eraseAgents } from './erase-agents.js';
export { eraseStatements } from './erase-statements.js';
