export { createMatrix, type ExplanationRequest, type Matrix, type PersonRequest, type TeamRequest } from './matrix.js';
export { starterNextSteps, parseNextSteps, type NextStep, type NextStepFor } from './next-step.js';
export type { ExplainedRule, ExplainedStatement, Explanation } from './explanation.js';
export type { PersonMatrix, Rating } from './person.js';
export type { TeamColumn, TeamMatrix, TeamRow } from './team.js';
