import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { LaunchTrace, LoginError } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  platform: string;
  begun: string | null;
  arrived: string | null;
  confirmed: string | null;
  refused: string | null;
  error: LoginError | null;
}

function trace({ begun, arrived, confirmed, refused, error }: Row): LaunchTrace {
  return {
    ...(begun === null ? {} : { begun }),
    ...(arrived === null ? {} : { arrived }),
    ...(confirmed === null ? {} : { confirmed }),
    ...(refused === null || error === null ? {} : { refused: { at: refused, error } }),
  };
}

export const launchTraces = {
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
  commands: {
    noteLaunches: (
      database: Database,
      { organisation, platform, seen }: { organisation: OrganisationId; platform: string; seen: LaunchTrace },
    ): void => {
      const later = (name: string): string =>
        `${name} = NULLIF(MAX(COALESCE(${name}, ''), COALESCE(excluded.${name}, '')), '')`;
      prepared(
        database,
        `INSERT INTO tool_launch_trace (organisation, platform, begun, arrived, confirmed, refused, error) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (organisation, platform) DO UPDATE SET ${['begun', 'arrived', 'confirmed', 'refused'].map(later).join(', ')},
          error = CASE WHEN COALESCE(excluded.refused, '') > COALESCE(refused, '') THEN excluded.error ELSE error END`,
      ).run(
        organisation,
        platform,
        seen.begun ?? null,
        seen.arrived ?? null,
        seen.confirmed ?? null,
        seen.refused?.at ?? null,
        seen.refused?.error ?? null,
      );
    },
  },
  queries: {
    listLaunchTraces: (
      database: Database,
      { organisation }: { organisation: OrganisationId },
    ): Map<string, LaunchTrace> =>
      new Map(
        prepared<[string], Row>(
          database,
          'SELECT platform, begun, arrived, confirmed, refused, error FROM tool_launch_trace WHERE organisation = ?',
        )
          .all(organisation)
          .map((row) => [row.platform, trace(row)]),
      ),
  },
} satisfies SqliteModule;
