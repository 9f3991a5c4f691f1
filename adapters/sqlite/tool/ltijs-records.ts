import type { Database } from 'better-sqlite3';
import type { LtijsCollection, LtijsRecord } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

type Query = Readonly<Record<string, string>>;

/** Every value of the query (a JSON object, the second parameter) stands in the record's index. */
const matches = `collection = ? AND NOT EXISTS (
  SELECT 1 FROM json_each(?) AS wanted
  WHERE NOT EXISTS (SELECT 1 FROM json_each(fields) AS own WHERE own.key = wanted.key AND own.value = wanted.value))`;

function insert(database: Database, { collection, record }: { collection: LtijsCollection; record: LtijsRecord }): void {
  prepared(database, 'INSERT INTO tool_ltijs_record (collection, fields, data, created) VALUES (?, ?, ?, ?)').run(collection, JSON.stringify(record.index), record.data, record.created);
}

function remove(database: Database, { collection, query }: { collection: LtijsCollection; query: Query }): void {
  prepared(database, `DELETE FROM tool_ltijs_record WHERE ${matches}`).run(collection, JSON.stringify(query));
}

export const ltijsRecords = {
  migrations: [{
    name: 'tool-ltijs-records-1',
    sql: `
      CREATE TABLE tool_ltijs_record (id INTEGER PRIMARY KEY, collection TEXT NOT NULL, fields TEXT NOT NULL, data TEXT NOT NULL, created TEXT NOT NULL) STRICT;
      CREATE INDEX tool_ltijs_record_collection ON tool_ltijs_record (collection);`,
  }],
  commands: {
    insertLtijsRecord: insert,
    removeLtijsRecords: remove,
    replaceLtijsRecord: (database: Database, { collection, query, record }: { collection: LtijsCollection; query: Query; record: LtijsRecord }): void => {
      remove(database, { collection, query });
      insert(database, { collection, record });
    },
  },
  queries: {
    findLtijsRecords: (database: Database, { collection, query }: { collection: LtijsCollection; query: Query }): LtijsRecord[] =>
      prepared<[string, string], { fields: string; data: string; created: string }>(database, `SELECT fields, data, created FROM tool_ltijs_record WHERE ${matches} ORDER BY id`)
        .all(collection, JSON.stringify(query))
        .map(({ fields, data, created }) => ({ index: JSON.parse(fields) as Record<string, string>, data, created })),
  },
} satisfies SqliteModule;
