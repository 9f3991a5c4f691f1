export type { Attempt, AttemptPlace, NewAttempt } from './attempts.js';
export type { ContentStore } from './content-store.js';
export type {
  CatalogueEntry,
  CompetencyTag,
  ContentDescription,
  ContentDraft,
  ContentFile,
  ContentKind,
  ContentVersion,
  LibraryName,
} from './contents.js';
export type { AttemptScope, LearnerState, StateFooting } from './learner-state.js';
