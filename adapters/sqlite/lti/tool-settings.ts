import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import { defaultToolSettings, type LtiStore, type ToolSettings } from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

function find(database: Database, { organisation }: { organisation: OrganisationId }): ToolSettings {
  const row = prepared<[string], { name_claims: number }>(
    database,
    'SELECT name_claims FROM tool_settings WHERE organisation = ?',
  ).get(organisation);
  return row === undefined ? defaultToolSettings : { nameClaims: row.name_claims === 1 };
}

function change(
  database: Database,
  { organisation, changes }: { organisation: OrganisationId; changes: Partial<ToolSettings> },
): void {
  const { nameClaims } = { ...find(database, { organisation }), ...changes };
  prepared(
    database,
    'INSERT INTO tool_settings (organisation, name_claims) VALUES (?, ?) ON CONFLICT (organisation) DO UPDATE SET name_claims = excluded.name_claims',
  ).run(organisation, nameClaims ? 1 : 0);
}

/** Tool settings of organisations, in SQLite. */
export const toolSettingsModule = {
  migrations: [
    {
      name: 'tool-settings-1',
      sql: 'CREATE TABLE tool_settings (organisation TEXT PRIMARY KEY, name_claims INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
    },
  ],
  commands: { change },
  queries: { find },
} satisfies SqliteModule;

/** The settings of the LTI port. */
export function toolSettingsStore(engine: Offers<'toolSettings', typeof toolSettingsModule>): LtiStore['settings'] {
  const module = engine.module('toolSettings');
  return {
    changeSettings: (organisation, changes) => module.execute('change', { organisation, changes }),
    findSettings: (organisation) => module.query('find', { organisation }),
  };
}
