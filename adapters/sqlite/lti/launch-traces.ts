import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import { type LaunchTrace, type LoginError, type LtiStore, mergedLaunchTrace } from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  platform: string;
  begun: string | null;
  arrived: string | null;
  confirmed: string | null;
  refused: string | null;
  error: LoginError | null;
}

const fields = 'platform, begun, arrived, confirmed, refused, error';

function traceOf({ begun, arrived, confirmed, refused, error }: Row): LaunchTrace {
  return {
    ...(begun === null ? {} : { begun }),
    ...(arrived === null ? {} : { arrived }),
    ...(confirmed === null ? {} : { confirmed }),
    ...(refused === null || error === null ? {} : { refused: { at: refused, error } }),
  };
}

interface TraceInput {
  readonly organisation: OrganisationId;
  readonly platform: string;
  readonly seen: LaunchTrace;
}

function record(database: Database, { organisation, platform, seen }: TraceInput): void {
  const row = prepared<[string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_launch_trace WHERE organisation = ? AND platform = ?`,
  ).get(organisation, platform);
  const merged = mergedLaunchTrace(row === undefined ? {} : traceOf(row), seen);
  if (Object.keys(merged).length === 0) return;
  prepared(
    database,
    `INSERT OR REPLACE INTO tool_launch_trace (organisation, ${fields}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    organisation,
    platform,
    merged.begun ?? null,
    merged.arrived ?? null,
    merged.confirmed ?? null,
    merged.refused?.at ?? null,
    merged.refused?.error ?? null,
  );
}

/** Launch traces in SQLite. */
export const launchTracesModule = {
  migrations: [
    {
      name: 'tool-launch-traces-1',
      sql: `
      CREATE TABLE tool_launch_trace (
        organisation TEXT NOT NULL, platform TEXT NOT NULL, begun TEXT, arrived TEXT, confirmed TEXT, refused TEXT, error TEXT,
        PRIMARY KEY (organisation, platform)
      ) STRICT, WITHOUT ROWID;`,
    },
  ],
  commands: { record },
  queries: {
    list: (database: Database, { organisation }: { organisation: OrganisationId }): Map<string, LaunchTrace> =>
      new Map(
        prepared<[string], Row>(database, `SELECT ${fields} FROM tool_launch_trace WHERE organisation = ?`)
          .all(organisation)
          .map((row) => [row.platform, traceOf(row)]),
      ),
  },
} satisfies SqliteModule;

/** The launch traces of the LTI port. */
export function launchTraceStore(engine: Offers<'launchTraces', typeof launchTracesModule>): LtiStore['traces'] {
  const module = engine.module('launchTraces');
  return {
    recordLaunchTrace: (organisation, platform, seen) => module.execute('record', { organisation, platform, seen }),
    listLaunchTraces: (organisation) => module.query('list', { organisation }),
  };
}
