export type { ExplainedStatement, Explanation } from './explanation.js';
export { createMatrix, type Matrix } from './matrix.js';
export { parseNextSteps, starterNextSteps } from './next-step.js';
export type { PersonMatrix, Rating } from './person.js';
export { missingInWords, percent, ruleInWords, thresholdInWords } from './sentences.js';
export { type TeamColumn, type TeamMatrix, teamMatrix, type TeamRow } from './team.js';
