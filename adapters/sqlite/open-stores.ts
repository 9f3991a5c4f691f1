import { join } from 'node:path';
import type { Configuration } from '../../base/index.js';
import type { StoreHealth } from '../../lrs/store/index.js';
import { openBlobs } from '../s3/index.js';
import { databaseName } from './backup.js';
import { competencyStore } from './competency.js';
import { contentStore, moveContentFiles } from './content.js';
import { holdFolder } from './hold-folder.js';
import { lrsStore } from './lrs.js';
import { ltiStore } from './lti/lti-store.js';
import { openSqlite, type SqliteEngine } from './open.js';
import { peopleStore } from './people.js';

function healthOf({ writer }: SqliteEngine): StoreHealth {
  return {
    checkStore: () => writer.check(),
    countWaitingCommands: () => writer.waiting(),
    countWriterDeaths: () => writer.deaths(),
    onTransaction: (listener) => writer.onGroup(listener),
  };
}

/**
 * Opens everything that an installation keeps: one SQLite file in its data folder, and the blobs where the
 * configuration places them. The database is created or migrated.
 * @param use `serve`: the one process that serves the data folder. `brief`: a command beside it, which asks or changes
 *   something and ends; what it does not need is not started
 * @throws LotseError `store-unavailable` if the folder or the database cannot be opened, or another process serves it;
 *   `invalid-configuration` if the blobs cannot be placed
 */
export async function openStores(configuration: Configuration, use: 'serve' | 'brief') {
  const { data, synchronous } = configuration;
  const release = use === 'serve' ? holdFolder(data) : () => undefined;
  let engine: SqliteEngine | undefined;
  const close = async (): Promise<void> => {
    await engine?.close();
    release();
  };
  try {
    const blobs = await openBlobs(configuration);
    engine = await openSqlite({ path: join(data, databaseName), synchronous, use });
    await moveContentFiles(engine, blobs.contents);
    return {
      lrs: lrsStore(engine, blobs.attachments),
      people: peopleStore(engine),
      content: contentStore(engine),
      competency: competencyStore(engine),
      lti: ltiStore(engine),
      blobs,
      health: healthOf(engine),
      close,
    };
  } catch (caught) {
    await close();
    throw caught;
  }
}
