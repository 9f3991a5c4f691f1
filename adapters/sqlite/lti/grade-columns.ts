import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { ColumnFinding, GradeColumn, ResourceLink } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  platform: string;
  deployment_id: string;
  resource_link_id: string;
  cell: string;
  url: string | null;
  container: string | null;
  make: number;
}

const fields = 'platform, deployment_id, resource_link_id, cell, url, container, make';
const ofLink = 'WHERE organisation = ? AND platform = ? AND deployment_id = ? AND resource_link_id = ?';

function column(row: Row): GradeColumn {
  return {
    platform: row.platform,
    deploymentId: row.deployment_id,
    resourceLinkId: row.resource_link_id,
    cell: row.cell,
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.container === null ? {} : { container: row.container }),
    make: row.make === 1,
  };
}

interface Claim {
  readonly organisation: OrganisationId;
  readonly link: ResourceLink;
  readonly now: string;
  readonly lease: string;
  readonly leaseUntil: string;
}
interface Settling {
  readonly organisation: OrganisationId;
  readonly link: ResourceLink;
  readonly lease: string;
  readonly finding: ColumnFinding;
}

export const gradeColumns = {
  migrations: [
    {
      name: 'tool-grade-columns-1',
      sql: `
      CREATE TABLE tool_grade_column (
        organisation TEXT NOT NULL, platform TEXT NOT NULL, deployment_id TEXT NOT NULL, resource_link_id TEXT NOT NULL, cell TEXT NOT NULL,
        url TEXT, container TEXT, make INTEGER NOT NULL, lease TEXT, lease_until TEXT,
        PRIMARY KEY (organisation, platform, deployment_id, resource_link_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_grade_column_url ON tool_grade_column (organisation, platform, url) WHERE url IS NOT NULL;`,
    },
  ],
  commands: {
    noteGradeColumn: (
      database: Database,
      { organisation, column: noted }: { organisation: OrganisationId; column: GradeColumn },
    ): string =>
      prepared<unknown[], { cell: string }>(
        database,
        `INSERT INTO tool_grade_column (organisation, ${fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET cell = CASE WHEN excluded.url IS NULL THEN cell ELSE excluded.cell END, url = coalesce(excluded.url, url),
          container = excluded.container, make = excluded.make
        RETURNING cell`,
      ).get(
        organisation,
        noted.platform,
        noted.deploymentId,
        noted.resourceLinkId,
        noted.cell,
        noted.url ?? null,
        noted.container ?? null,
        noted.make ? 1 : 0,
      )!.cell,
    claimGradeColumn: (database: Database, { organisation, link, now, lease, leaseUntil }: Claim): boolean =>
      prepared(
        database,
        `UPDATE tool_grade_column SET lease = ?, lease_until = ? ${ofLink} AND (lease_until IS NULL OR lease_until <= ?)`,
      ).run(lease, leaseUntil, organisation, link.platform, link.deploymentId, link.resourceLinkId, now).changes === 1,
    settleGradeColumn: (
      database: Database,
      { organisation, link, lease, finding: { before, found } }: Settling,
    ): boolean =>
      prepared(
        database,
        `UPDATE tool_grade_column SET url = CASE WHEN url IS ? THEN ? ELSE url END, lease = NULL, lease_until = NULL ${ofLink} AND lease = ?`,
      ).run(before ?? null, found ?? null, organisation, link.platform, link.deploymentId, link.resourceLinkId, lease)
        .changes === 1,
  },
  queries: {
    findGradeColumn: (
      database: Database,
      { organisation, link }: { organisation: OrganisationId; link: ResourceLink },
    ): GradeColumn | undefined => {
      const row = prepared<[string, string, string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_grade_column ${ofLink}`,
      ).get(organisation, link.platform, link.deploymentId, link.resourceLinkId);
      return row && column(row);
    },
    findGradeColumnByUrl: (
      database: Database,
      { organisation, platform, url }: { organisation: OrganisationId; platform: string; url: string },
    ): GradeColumn | undefined => {
      const row = prepared<[string, string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_grade_column WHERE organisation = ? AND platform = ? AND url = ? ORDER BY deployment_id, resource_link_id LIMIT 1`,
      ).get(organisation, platform, url);
      return row && column(row);
    },
  },
} satisfies SqliteModule;
