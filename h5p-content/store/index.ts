export { type AttemptDecision, type AttemptFindings, decideAttempt, decideRestart } from './attempt-rules.js';
export type { Attempt, AttemptKey, NewAttempt } from './attempts.js';
export type { ContentStore } from './content-store.js';
export type {
  CatalogueEntry,
  CompetencyTag,
  ContentBlob,
  ContentDescription,
  ContentDraft,
  ContentFile,
  ContentKind,
  ContentVersion,
  PublishedVersion,
} from './contents.js';
export { decideState } from './learner-state-rules.js';
export type { AttemptScope, LearnerState, StatePrecondition } from './learner-state.js';
export type { Library, LibraryDraft, LibraryEntry, LibraryFile, LibraryName } from './libraries.js';
export { isSameLibrary, namedLibraries, replacesLibrary } from './library-rules.js';
