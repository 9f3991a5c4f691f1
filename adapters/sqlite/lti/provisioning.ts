import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { LtiStore, Provisioning } from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

const fields = 'organisation, id, name, begun';

/** The provisioning of organisations, in SQLite. */
export const provisioningModule = {
  migrations: [
    {
      name: 'tool-foundings-1',
      sql: 'CREATE TABLE tool_founding (organisation TEXT PRIMARY KEY, name TEXT NOT NULL, begun TEXT NOT NULL) STRICT, WITHOUT ROWID;',
    },
    {
      name: 'lti-provisioning-ids-1',
      sql: `ALTER TABLE tool_founding ADD COLUMN id TEXT NOT NULL DEFAULT '';`,
    },
  ],
  commands: {
    begin: (database: Database, { organisation, id, name, begun }: Provisioning): Provisioning => {
      prepared(
        database,
        `INSERT INTO tool_founding (${fields}) VALUES (?, ?, ?, ?) ON CONFLICT (organisation) DO NOTHING`,
      ).run(organisation, id, name, begun);
      return prepared<[string], Provisioning>(
        database,
        `SELECT ${fields} FROM tool_founding WHERE organisation = ?`,
      ).get(organisation)!;
    },
    end: (database: Database, { organisation, id }: { organisation: OrganisationId; id: string }): void => {
      prepared(database, 'DELETE FROM tool_founding WHERE organisation = ? AND id = ?').run(organisation, id);
    },
  },
  queries: {
    list: (database: Database): Provisioning[] =>
      prepared<[], Provisioning>(database, `SELECT ${fields} FROM tool_founding ORDER BY organisation`).all(),
  },
} satisfies SqliteModule;

/** The provisioning of the LTI port. */
export function provisioningStore(engine: Offers<'provisioning', typeof provisioningModule>): LtiStore['provisioning'] {
  const module = engine.module('provisioning');
  return {
    beginProvisioning: (provisioning) => module.execute('begin', provisioning),
    endProvisioning: (organisation, id) => module.execute('end', { organisation, id }),
    listProvisionings: () => module.query('list', undefined),
  };
}
