import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Founding } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

export const foundings = {
  migrations: [
    {
      name: 'tool-foundings-1',
      sql: 'CREATE TABLE tool_founding (organisation TEXT PRIMARY KEY, name TEXT NOT NULL, begun TEXT NOT NULL) STRICT, WITHOUT ROWID;',
    },
  ],
  commands: {
    beginFounding: (database: Database, { organisation, name, begun }: Founding): void => {
      prepared(
        database,
        'INSERT INTO tool_founding (organisation, name, begun) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      ).run(organisation, name, begun);
    },
    endFounding: (database: Database, { organisation }: { organisation: OrganisationId }): void => {
      prepared(database, 'DELETE FROM tool_founding WHERE organisation = ?').run(organisation);
    },
  },
  queries: {
    listFoundings: (database: Database): Founding[] =>
      prepared<[], Founding>(
        database,
        'SELECT organisation, name, begun FROM tool_founding ORDER BY organisation',
      ).all(),
  },
} satisfies SqliteModule;
