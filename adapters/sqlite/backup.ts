import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { type Configuration, libraryOwner, LotseError, newUuid, syncFolder, writeNewFile } from '../../base/index.js';
import type {
  NamedFile,
  OrganisationId,
  RestoringStore,
  StoreBackup,
  StoreCopy,
  StoreFacts,
} from '../../lrs/store/index.js';
import { Sqlite } from './engine/index.js';
import { holdName } from './hold-folder.js';

/** Pages copied before others on this thread get their turn. */
const pagesAtOnce = 1024;

function unusable(message: string, caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  const detail = caught instanceof Error ? caught.message : String(caught);
  return new LotseError('store-unavailable', `${message} (${detail})`, { detail, cause: caught });
}

/**
 * Copies page by page from one read transaction. Held open over the whole copy, it fixes what is seen: otherwise
 * every write of another connection would begin the copy anew.
 */
async function copy(path: string, to: string, progress: (share: number) => void): Promise<void> {
  let source: Database | undefined;
  try {
    source = new Sqlite(path, { readonly: true, fileMustExist: true });
    source.pragma('busy_timeout = 5000');
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        progress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
        return pagesAtOnce;
      },
    });
    source.exec('COMMIT');
    standAlone(to);
  } catch (caught) {
    throw unusable(`The database ${path} could not be copied.`, caught);
  } finally {
    source?.close();
  }
}

/** Takes a copy out of WAL mode, so that it is one file that can be moved and read anywhere. */
function standAlone(path: string): void {
  const database = new Sqlite(path);
  try {
    database.pragma('synchronous = FULL');
    database.pragma('journal_mode = DELETE');
  } finally {
    database.close();
  }
}

function check(path: string): StoreFacts {
  let database: Database | undefined;
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true });
    const faults = database.pragma('integrity_check(3)') as readonly { readonly integrity_check: string }[];
    const first = faults[0]?.integrity_check;
    if (first !== 'ok') throw new Error(first);
    const count = database.prepare<[], StoreFacts>(
      'SELECT (SELECT count(*) FROM statement) AS statements, coalesce((SELECT max(position) FROM instant), 0) AS position',
    );
    return count.get()!;
  } catch (caught) {
    throw unusable(`${basename(path)} is no sound database of Lotse.`, caught);
  } finally {
    database?.close();
  }
}

const naming = `SELECT o.id AS organisation, s.text FROM statement s CROSS JOIN organisation o ON o.number = s.organisation WHERE instr(s.text, '"sha2"') > 0`;
const namedFiles = `
  SELECT DISTINCT 'contents' AS place, organisation AS owner, hash AS sha2 FROM content_file AS file
  WHERE NOT EXISTS (SELECT 1 FROM content_blob AS unmoved WHERE unmoved.organisation = file.organisation AND unmoved.hash = file.hash)
  UNION ALL SELECT DISTINCT 'libraries', '${libraryOwner}', hash FROM library_file`;

interface NamingRow {
  readonly organisation: OrganisationId;
  readonly text: string;
}

/** @param needed a table without which there are no rows: a version that did not know it has written the copy */
async function* rowsOf<Row>(path: string, needed: string, sql: string): AsyncGenerator<Row, void> {
  let database: Database | undefined;
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true });
    if (database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(needed) === undefined) return;
    yield* database.prepare<[], Row>(sql).iterate();
  } catch (caught) {
    throw unusable(`What ${basename(path)} holds could not be read.`, caught);
  } finally {
    database?.close();
  }
}

/** The database's file in a data folder. */
export const databaseName = 'lotse.sqlite';

/** Names in the data folder that belong to the database while it is in use, and mean nothing without it. */
const companions = [...['-wal', '-shm', '-journal'].map((suffix) => databaseName + suffix), holdName];

async function copyStore(path: string, scratch: string, onProgress: (share: number) => void): Promise<StoreCopy> {
  const draft = join(scratch, `.${newUuid()}.backing-up`);
  const close = async (): Promise<void> => {
    await rm(draft, { force: true });
    await rm(`${draft}-journal`, { force: true });
  };
  try {
    await copy(path, draft, onProgress);
    return {
      facts: check(draft),
      size: (await stat(draft)).size,
      read: () => createReadStream(draft, { highWaterMark: 1024 * 1024 }),
      listStatementsNamingAttachments: () => rowsOf<NamingRow>(draft, 'statement', naming),
      listNamedFiles: () => rowsOf<NamedFile>(draft, 'library_file', namedFiles),
      close,
    };
  } catch (caught) {
    await close();
    throw caught;
  }
}

async function restoreStore(folder: string, content: AsyncIterable<Uint8Array>): Promise<RestoringStore> {
  const draft = join(folder, `${databaseName}.restoring`);
  const discard = (): Promise<void> => rm(draft, { force: true });
  try {
    await writeNewFile(draft, content);
    return {
      facts: check(draft),
      keep: async () => {
        await rename(draft, join(folder, databaseName));
        await syncFolder(folder);
      },
      discard,
    };
  } catch (caught) {
    await discard();
    throw caught;
  }
}

/** Copies of the database in a data folder, and their way back. */
export function openBackup({ data }: Pick<Configuration, 'data'>): StoreBackup {
  const folder = resolve(data);
  return {
    name: databaseName,
    isOwn: (name) => name === databaseName || companions.includes(name),
    copyStore: (scratch, onProgress) => copyStore(join(folder, databaseName), scratch, onProgress),
    restoreStore: (content) => restoreStore(folder, content),
  };
}
