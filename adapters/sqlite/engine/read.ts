import type { Database } from 'better-sqlite3';
import { LotseError } from '../../../base/index.js';
import { Sqlite } from './driver.js';
import type { Operation } from './module.js';
import { prepared } from './prepared.js';
import { storeError } from './protocol.js';
import { prepareReader } from './schema.js';

/** A connection that only reads. */
export function openForReading(path: string): Database {
  const database = new Sqlite(path, { readonly: true });
  prepareReader(database);
  return database;
}

/** One query sees one state of the database, however many SQL statements it takes. */
export function runQuery(reader: Database, query: Operation, input: unknown): unknown {
  if (!reader.open) throw new LotseError('store-unavailable', 'The store is closed.');
  try {
    prepared(reader, 'BEGIN').run();
    try {
      return query(reader, input);
    } finally {
      // A broken file may have ended the transaction already.
      if (reader.inTransaction) prepared(reader, 'COMMIT').run();
    }
  } catch (caught) {
    throw storeError(caught);
  }
}
