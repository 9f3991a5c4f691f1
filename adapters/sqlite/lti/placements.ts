import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { LtiStore, Placement, ResourceLink } from '../../../lti-tool/store/index.js';
import type { Identity } from '../../../people/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  registration: string;
  platform: string;
  deployment_id: string;
  issuer: string;
  subject: string;
  context_id: string | null;
  resource_link_id: string | null;
  line_item: string | null;
  graded: number;
  launched: string;
  grade_user: string | null;
  line_items: string | null;
  line_items_make: number | null;
  path: number;
  locale: string | null;
}

const fields =
  'registration, platform, deployment_id, issuer, subject, context_id, resource_link_id, line_item, graded, launched, grade_user, line_items, line_items_make, path, locale';

function placementOf(row: Row): Placement {
  return {
    registration: row.registration,
    platform: row.platform,
    deploymentId: row.deployment_id,
    issuer: row.issuer,
    subject: row.subject,
    ...(row.context_id === null ? {} : { contextId: row.context_id }),
    ...(row.resource_link_id === null ? {} : { resourceLinkId: row.resource_link_id }),
    ...(row.line_item === null ? {} : { lineItem: row.line_item }),
    ...(row.grade_user === null ? {} : { gradeUser: row.grade_user }),
    ...(row.line_items === null ? {} : { lineItems: { url: row.line_items, make: row.line_items_make === 1 } }),
    ...(row.path === 1 ? { path: true } : {}),
    ...(row.locale === null ? {} : { locale: row.locale }),
    graded: row.graded === 1,
    launched: row.launched,
  };
}

function record(
  database: Database,
  { organisation, placement }: { organisation: OrganisationId; placement: Placement },
): void {
  prepared(
    database,
    `INSERT OR REPLACE INTO tool_placement (organisation, ${fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    organisation,
    placement.registration,
    placement.platform,
    placement.deploymentId,
    placement.issuer,
    placement.subject,
    placement.contextId ?? null,
    placement.resourceLinkId ?? null,
    placement.lineItem ?? null,
    placement.graded ? 1 : 0,
    placement.launched,
    placement.gradeUser ?? null,
    placement.lineItems?.url ?? null,
    placement.lineItems === undefined ? null : placement.lineItems.make ? 1 : 0,
    placement.path === true ? 1 : 0,
    placement.locale ?? null,
  );
}

function linkContent(
  database: Database,
  { organisation, link, content }: { organisation: OrganisationId; link: ResourceLink; content: string },
): void {
  prepared(
    database,
    'INSERT OR REPLACE INTO tool_resource_link (organisation, platform, deployment_id, resource_link_id, content) VALUES (?, ?, ?, ?, ?)',
  ).run(organisation, link.platform, link.deploymentId, link.resourceLinkId, content);
}

/** Placements and what resource links lead to, in SQLite. */
export const placementsModule = {
  migrations: [
    {
      name: 'tool-placements-1',
      sql: `
      CREATE TABLE tool_placement (
        organisation TEXT NOT NULL, registration TEXT NOT NULL, platform TEXT NOT NULL, deployment_id TEXT NOT NULL, issuer TEXT NOT NULL,
        subject TEXT NOT NULL, context_id TEXT, resource_link_id TEXT, line_item TEXT, graded INTEGER NOT NULL, launched TEXT NOT NULL,
        PRIMARY KEY (organisation, registration)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_placement_context ON tool_placement (organisation, platform, context_id, issuer, subject) WHERE graded = 1;
      CREATE TABLE tool_resource_link (
        organisation TEXT NOT NULL, platform TEXT NOT NULL, deployment_id TEXT NOT NULL, resource_link_id TEXT NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (organisation, platform, deployment_id, resource_link_id)
      ) STRICT, WITHOUT ROWID;`,
    },
    {
      name: 'tool-placements-2',
      sql: `
      ALTER TABLE tool_placement ADD COLUMN grade_user TEXT;
      ALTER TABLE tool_placement ADD COLUMN line_items TEXT;
      ALTER TABLE tool_placement ADD COLUMN line_items_make INTEGER;`,
    },
    {
      name: 'tool-placements-path',
      sql: 'ALTER TABLE tool_placement ADD COLUMN path INTEGER NOT NULL DEFAULT 0;',
    },
    {
      name: 'tool-placements-locale',
      sql: 'ALTER TABLE tool_placement ADD COLUMN locale TEXT;',
    },
  ],
  commands: { record, linkContent },
  queries: {
    find: (
      database: Database,
      { organisation, registration }: { organisation: OrganisationId; registration: string },
    ): Placement | undefined => {
      const row = prepared<[string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_placement WHERE organisation = ? AND registration = ?`,
      ).get(organisation, registration);
      return row && placementOf(row);
    },
    findLinkedContent: (
      database: Database,
      { organisation, link }: { organisation: OrganisationId; link: ResourceLink },
    ): string | undefined =>
      prepared<[string, string, string, string], { content: string }>(
        database,
        'SELECT content FROM tool_resource_link WHERE organisation = ? AND platform = ? AND deployment_id = ? AND resource_link_id = ?',
      ).get(organisation, link.platform, link.deploymentId, link.resourceLinkId)?.content,
    listLearners: (
      database: Database,
      { organisation, platform, contextId }: { organisation: OrganisationId; platform: string; contextId: string },
    ): Identity[] =>
      prepared<[string, string, string], Identity>(
        database,
        'SELECT DISTINCT issuer, subject FROM tool_placement WHERE organisation = ? AND platform = ? AND context_id = ? AND graded = 1 ORDER BY issuer, subject',
      ).all(organisation, platform, contextId),
  },
} satisfies SqliteModule;

/** The placements of the LTI port. */
export function placementStore(engine: Offers<'placements', typeof placementsModule>): LtiStore['placements'] {
  const module = engine.module('placements');
  return {
    recordPlacement: (organisation, placement) => module.execute('record', { organisation, placement }),
    linkContent: (organisation, link, content) => module.execute('linkContent', { organisation, link, content }),
    findPlacement: (organisation, registration) => module.query('find', { organisation, registration }),
    findLinkedContent: (organisation, link) => module.query('findLinkedContent', { organisation, link }),
    listLearners: (organisation, platform, contextId) =>
      module.query('listLearners', { organisation, platform, contextId }),
  };
}
