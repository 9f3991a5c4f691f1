export { type CompetencyService, createCompetency } from './competency.js';
export type { Framework, Frameworks, RoleProfile } from './framework/index.js';
export type {
  ExplainedStatement,
  Explanation,
  PersonMatrix,
  Rating,
  TeamColumn,
  TeamMatrix,
  TeamRow,
} from './matrix/index.js';
