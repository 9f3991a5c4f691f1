import type { AttemptCommands, AttemptQueries } from './attempts.js';
import type { ContentCommands, ContentQueries } from './contents.js';
import type { LearnerStateCommands, LearnerStateQueries } from './learner-state.js';
import type { LibraryCommands, LibraryQueries } from './libraries.js';

/**
 * The port of the contents to their store: what it asks for, never how. Every adapter passes the contract suite
 * in `tests/contract/content-store/`. Organisations never see each other through it.
 */
export interface ContentStore {
  readonly contents: ContentCommands & ContentQueries;
  readonly states: LearnerStateCommands & LearnerStateQueries;
  readonly attempts: AttemptCommands & AttemptQueries;
  /** Of the whole installation: all organisations play with the same ones. */
  readonly libraries: LibraryCommands & LibraryQueries;
}
