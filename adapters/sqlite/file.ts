import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { LotseError } from '../../base/index.js';
import type { OrganisationId, StoreFacts, StoreFile } from '../../lrs/store/index.js';
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

interface NamingRow {
  readonly organisation: OrganisationId;
  readonly text: string;
}

async function* namingAttachments(path: string): AsyncGenerator<NamingRow, void> {
  let database: Database | undefined;
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true });
    yield* database
      .prepare<[], NamingRow>(
        `SELECT o.id AS organisation, s.text FROM statement s CROSS JOIN organisation o ON o.number = s.organisation WHERE instr(s.text, '"sha2"') > 0`,
      )
      .iterate();
  } catch (caught) {
    throw unusable(`The statements of ${basename(path)} could not be read.`, caught);
  } finally {
    database?.close();
  }
}

/** The file that the SQLite store of a data folder lives in. */
export function sqliteFile(dataFolder: string): StoreFile {
  const name = 'lotse.sqlite';
  return {
    name,
    companions: [...['-wal', '-shm', '-journal'].map((suffix) => name + suffix), holdName],
    copy: (to, progress) => copy(join(dataFolder, name), to, progress),
    check: async (path) => check(path),
    namingAttachments,
  };
}
