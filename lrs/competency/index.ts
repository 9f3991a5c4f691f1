export { createCompetency, type CompetencyParts, type CompetencyService } from './competency.js';
export type {
  Competency,
  CompetencyGroup,
  Framework,
  Frameworks,
  Level,
  RoleProfile,
  Translated,
} from './framework/index.js';
export type {
  ExplainedRule,
  ExplainedStatement,
  Explanation,
  ExplanationRequest,
  Matrix,
  NextStep,
  PersonMatrix,
  PersonRequest,
  Rating,
  TeamColumn,
  TeamMatrix,
  TeamRequest,
  TeamRow,
} from './matrix/index.js';
export type {
  CompetencyCommands,
  CompetencyQueries,
  CompetencyStore,
  Evidence,
  EvidenceChange,
  ProjectionState,
  ProjectionStep,
  RebuildId,
} from './store/index.js';
