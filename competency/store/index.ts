export type {
  CompetencyQueries,
  CompetencyStore,
  Evidence,
  EvidenceChange,
  ProjectionState,
  ProjectionStep,
  RebuildId,
} from './competency-store.js';
