import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import {
  type ColumnClaim,
  type ColumnFinding,
  type GradeColumn,
  type StoredLease,
  lookedUpColumn,
  type LtiStore,
  canClaim,
  recordedColumn,
  type ResourceLink,
  settlementOf,
} from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  platform: string;
  deployment_id: string;
  resource_link_id: string;
  cell: string;
  url: string | null;
  container: string | null;
  make: number;
}

/** Without `lease_until` the lease has been settled. */
interface LeaseRow {
  lease: string | null;
  lease_until: string | null;
}

interface ColumnInput {
  readonly organisation: OrganisationId;
  readonly link: ResourceLink;
}

const fields = 'platform, deployment_id, resource_link_id, cell, url, container, make';
const ofLink = 'WHERE organisation = ? AND platform = ? AND deployment_id = ? AND resource_link_id = ?';

function columnOf(row: Row): GradeColumn {
  return {
    platform: row.platform,
    deploymentId: row.deployment_id,
    resourceLinkId: row.resource_link_id,
    queueKey: row.cell,
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.container === null ? {} : { container: row.container }),
    make: row.make === 1,
  };
}

function find(database: Database, { organisation, link }: ColumnInput): GradeColumn | undefined {
  const row = prepared<[string, string, string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_grade_column ${ofLink}`,
  ).get(organisation, link.platform, link.deploymentId, link.resourceLinkId);
  return row && columnOf(row);
}

function findLease(database: Database, { organisation, link }: ColumnInput): StoredLease | undefined {
  const row = prepared<[string, string, string, string], LeaseRow>(
    database,
    `SELECT lease, lease_until FROM tool_grade_column ${ofLink}`,
  ).get(organisation, link.platform, link.deploymentId, link.resourceLinkId);
  if (row === undefined || row.lease === null) return undefined;
  return { id: row.lease, ...(row.lease_until === null ? {} : { until: row.lease_until }) };
}

function record(
  database: Database,
  { organisation, column: named }: { organisation: OrganisationId; column: GradeColumn },
): string {
  const column = recordedColumn(find(database, { organisation, link: named }), named);
  prepared(
    database,
    `INSERT INTO tool_grade_column (organisation, ${fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET cell = excluded.cell, url = excluded.url, container = excluded.container, make = excluded.make`,
  ).run(
    organisation,
    column.platform,
    column.deploymentId,
    column.resourceLinkId,
    column.queueKey,
    column.url ?? null,
    column.container ?? null,
    column.make ? 1 : 0,
  );
  return column.queueKey;
}

function claim(database: Database, { organisation, link, lease, now }: ColumnInput & ColumnClaim): boolean {
  if (!canClaim(findLease(database, { organisation, link }), lease.id, now)) return false;
  return (
    prepared(database, `UPDATE tool_grade_column SET lease = ?, lease_until = ? ${ofLink}`).run(
      lease.id,
      lease.until,
      organisation,
      link.platform,
      link.deploymentId,
      link.resourceLinkId,
    ).changes === 1
  );
}

function settle(
  database: Database,
  { organisation, link, lease, finding }: ColumnInput & { lease: string; finding: ColumnFinding },
): boolean {
  const existing = find(database, { organisation, link });
  const outcome = settlementOf(findLease(database, { organisation, link }), lease);
  if (existing === undefined || outcome !== 'settle') return outcome === 'settled';
  const { url } = lookedUpColumn(existing, finding);
  prepared(database, `UPDATE tool_grade_column SET url = ?, lease_until = NULL ${ofLink}`).run(
    url ?? null,
    organisation,
    link.platform,
    link.deploymentId,
    link.resourceLinkId,
  );
  return true;
}

/** Grade columns, in SQLite. */
export const gradeColumnsModule = {
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
  commands: { record, claim, settle },
  queries: {
    find,
    findByUrl: (
      database: Database,
      { organisation, platform, url }: { organisation: OrganisationId; platform: string; url: string },
    ): GradeColumn | undefined => {
      const row = prepared<[string, string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_grade_column WHERE organisation = ? AND platform = ? AND url = ? ORDER BY deployment_id, resource_link_id LIMIT 1`,
      ).get(organisation, platform, url);
      return row && columnOf(row);
    },
  },
} satisfies SqliteModule;

/** The grade columns of the LTI port. */
export function gradeColumnStore(engine: Offers<'gradeColumns', typeof gradeColumnsModule>): LtiStore['columns'] {
  const module = engine.module('gradeColumns');
  return {
    recordColumn: (organisation, column) => module.execute('record', { organisation, column }),
    claimColumn: (organisation, link, requested) => module.execute('claim', { organisation, link, ...requested }),
    settleColumn: (organisation, link, lease, finding) =>
      module.execute('settle', { organisation, link, lease, finding }),
    findColumn: (organisation, link) => module.query('find', { organisation, link }),
    findColumnByUrl: (organisation, platform, url) => module.query('findByUrl', { organisation, platform, url }),
  };
}
