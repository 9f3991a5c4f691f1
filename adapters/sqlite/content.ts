import type { BlobStore } from '../../base/index.js';
import type { ContentStore } from '../../h5p-content/store/index.js';
import { attemptCommands, attemptQueries } from './content/attempts.js';
import { contentCommands, contentQueries } from './content/contents.js';
import { stateCommands, stateQueries } from './content/learner-states.js';
import { libraryCommands, libraryQueries } from './content/libraries.js';
import { contentMigrations } from './content/schema.js';
import type { Offers, SqliteModule } from './engine/index.js';

/** The tables and operations of the contents, learner states, attempts and libraries. */
export const contentModule = {
  migrations: contentMigrations,
  commands: { ...contentCommands, ...stateCommands, ...attemptCommands, ...libraryCommands },
  queries: { ...contentQueries, ...stateQueries, ...attemptQueries, ...libraryQueries },
} satisfies SqliteModule;

type OffersContent = Offers<'content', typeof contentModule>;

/** The contents' port on an open SQLite database. */
export function contentStore(engine: OffersContent): ContentStore {
  const module = engine.module('content');
  return {
    contents: {
      publishVersion: (organisation, draft, now) => module.execute('publishVersion', { organisation, draft, now }),
      listContents: (organisation) => module.query('listContents', { organisation }),
      findContent: (organisation, id) => module.query('findContent', { organisation, id }),
      findVersion: (organisation, id, version) => module.query('findVersion', { organisation, id, version }),
      findFile: (organisation, id, version, name) => module.query('findFile', { organisation, id, version, name }),
      listFiles: (organisation, id, version) => module.query('listFiles', { organisation, id, version }),
      listContentBlobs: () => module.queryInReader('listContentBlobs', undefined),
    },
    states: {
      writeState: (organisation, scope, state, now, precondition) =>
        module.execute('writeState', { organisation, scope, state, now, precondition }),
      removeState: (organisation, scope, dataType, subContentId) =>
        module.execute('removeState', { organisation, scope, dataType, subContentId }),
      eraseStates: (organisation, person) => module.execute('eraseStates', { organisation, person }),
      findState: (organisation, scope, dataType, subContentId) =>
        module.query('findState', { organisation, scope, dataType, subContentId }),
      listStates: (organisation, scope) => module.query('listStates', { organisation, scope }),
    },
    attempts: {
      ensureAttempt: (organisation, place, fresh) => module.execute('ensureAttempt', { organisation, place, fresh }),
      restartAttempt: (organisation, place, fresh) => module.execute('restartAttempt', { organisation, place, fresh }),
      finishAttempt: (organisation, registration, now) =>
        module.execute('finishAttempt', { organisation, registration, now }),
      eraseAttempts: (organisation, actors) => module.execute('eraseAttempts', { organisation, actors }),
      findAttempt: (organisation, registration) => module.query('findAttempt', { organisation, registration }),
      findCurrentAttempt: (organisation, place) => module.query('findCurrentAttempt', { organisation, place }),
      listAttempts: (organisation, actors) => module.query('listAttempts', { organisation, actors }),
    },
    libraries: {
      installLibrary: (draft, now) => module.execute('installLibrary', { draft, now }),
      findLibrary: (name) => module.query('findLibrary', name),
      listLibraries: () => module.queryInReader('listLibraries', undefined),
      listLibraryBlobs: () => module.queryInReader('listLibraryBlobs', undefined),
    },
  };
}

/**
 * Moves the files of contents that lie in the database, as they did up to version 0.1.0, to the blobs. Each leaves the
 * database when it is durable there, so that it may be cut off anywhere; if none is left it is one query.
 */
export async function moveContentFiles(engine: OffersContent, blobs: Pick<BlobStore, 'putBlob'>): Promise<void> {
  const module = engine.module('content');
  for (const file of await module.query('listUnmovedFiles', undefined)) {
    const bytes = await module.queryInReader('findUnmovedFile', file);
    if (bytes === undefined) continue;
    await blobs.putBlob(
      file.organisation,
      (async function* () {
        yield bytes;
      })(),
      file.sha256,
    );
    await module.execute('forgetMovedFile', file);
  }
}
