export type {
  CompetencyQueries,
  CompetencyStore,
  Evidence,
  EvidenceChange,
  ProjectionState,
  ProjectionStep,
  RebuildId,
} from './competency-store.js';
export { projectionStepStanding } from './projection-rules.js';
