import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import {
  type DeploymentDecision,
  mostRequestedDeployments,
  type Platform,
  type PlatformChanges,
  type PlatformKind,
} from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  id: string;
  organisation: OrganisationId;
  issuer: string;
  client_id: string;
  deployment_ids: string;
  authentication_endpoint: string;
  token_endpoint: string;
  authorization_server: string | null;
  jwks_uri: string;
  name: string;
  kind: PlatformKind;
  active: number;
  created: string;
  first_deployment_until: string | null;
  requested_deployment_ids: string;
}

const fields =
  'id, organisation, issuer, client_id, deployment_ids, authentication_endpoint, token_endpoint, authorization_server, jwks_uri, name, kind, active, created, first_deployment_until, requested_deployment_ids';

function platform(row: Row): Platform {
  const requested = JSON.parse(row.requested_deployment_ids) as string[];
  return {
    id: row.id,
    organisation: row.organisation,
    issuer: row.issuer,
    clientId: row.client_id,
    deploymentIds: JSON.parse(row.deployment_ids) as string[],
    authenticationEndpoint: row.authentication_endpoint,
    tokenEndpoint: row.token_endpoint,
    ...(row.authorization_server === null ? {} : { authorizationServer: row.authorization_server }),
    jwksUri: row.jwks_uri,
    name: row.name,
    kind: row.kind,
    active: row.active === 1,
    created: row.created,
    ...(row.first_deployment_until === null ? {} : { firstDeploymentUntil: row.first_deployment_until }),
    ...(requested.length === 0 ? {} : { requestedDeploymentIds: requested }),
  };
}

function find(
  database: Database,
  { organisation, id }: { organisation: OrganisationId; id: string },
): Platform | undefined {
  const row = prepared<[string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_platform WHERE organisation = ? AND id = ?`,
  ).get(organisation, id);
  return row && platform(row);
}

function writeDeployments(
  database: Database,
  { organisation, id, deploymentIds, requestedDeploymentIds = [] }: Platform,
): void {
  prepared(
    database,
    'UPDATE tool_platform SET deployment_ids = ?, requested_deployment_ids = ? WHERE organisation = ? AND id = ?',
  ).run(JSON.stringify(deploymentIds), JSON.stringify(requestedDeploymentIds), organisation, id);
}

export const platforms = {
  migrations: [
    {
      name: 'tool-platforms-1',
      sql: `
      CREATE TABLE tool_platform (
        organisation TEXT NOT NULL, id TEXT NOT NULL, issuer TEXT NOT NULL, client_id TEXT NOT NULL, deployment_ids TEXT NOT NULL,
        authentication_endpoint TEXT NOT NULL, token_endpoint TEXT NOT NULL, authorization_server TEXT, jwks_uri TEXT NOT NULL,
        name TEXT NOT NULL, kind TEXT NOT NULL, active INTEGER NOT NULL, key_id TEXT NOT NULL, created TEXT NOT NULL,
        PRIMARY KEY (organisation, id), UNIQUE (issuer, client_id)
      ) STRICT, WITHOUT ROWID;`,
    },
    {
      name: 'tool-platforms-deployments-1',
      sql: `
      ALTER TABLE tool_platform ADD COLUMN first_deployment_until TEXT;
      ALTER TABLE tool_platform ADD COLUMN requested_deployment_ids TEXT NOT NULL DEFAULT '[]';`,
    },
  ],
  commands: {
    addPlatform: (database: Database, added: Platform): boolean =>
      prepared(
        database,
        `INSERT INTO tool_platform (${fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      ).run(
        added.id,
        added.organisation,
        added.issuer,
        added.clientId,
        JSON.stringify(added.deploymentIds),
        added.authenticationEndpoint,
        added.tokenEndpoint,
        added.authorizationServer ?? null,
        added.jwksUri,
        added.name,
        added.kind,
        added.active ? 1 : 0,
        added.created,
        added.firstDeploymentUntil ?? null,
        JSON.stringify(added.requestedDeploymentIds ?? []),
      ).changes === 1,
    changePlatform: (
      database: Database,
      { organisation, id, changes }: { organisation: OrganisationId; id: string; changes: PlatformChanges },
    ): boolean => {
      const before = find(database, { organisation, id });
      if (before === undefined) return false;
      const after = { ...before, ...changes };
      prepared(
        database,
        `UPDATE tool_platform SET authentication_endpoint = ?, token_endpoint = ?, authorization_server = ?, jwks_uri = ?, name = ?, kind = ?, active = ?
        WHERE organisation = ? AND id = ?`,
      ).run(
        after.authenticationEndpoint,
        after.tokenEndpoint,
        after.authorizationServer ?? null,
        after.jwksUri,
        after.name,
        after.kind,
        after.active ? 1 : 0,
        organisation,
        id,
      );
      return true;
    },
    meetDeployment: (
      database: Database,
      {
        organisation,
        id,
        deploymentId,
        now,
      }: { organisation: OrganisationId; id: string; deploymentId: string; now: string },
    ): 'accepted' | 'requested' => {
      const known = find(database, { organisation, id });
      if (known === undefined) return 'requested';
      if (known.deploymentIds.includes(deploymentId)) return 'accepted';
      if (known.deploymentIds.length === 0 && (known.firstDeploymentUntil ?? '') > now) {
        writeDeployments(database, { ...known, deploymentIds: [deploymentId] });
        return 'accepted';
      }
      const requested = known.requestedDeploymentIds ?? [];
      if (!requested.includes(deploymentId) && requested.length < mostRequestedDeployments)
        writeDeployments(database, { ...known, requestedDeploymentIds: [...requested, deploymentId] });
      return 'requested';
    },
    decideDeployment: (
      database: Database,
      {
        organisation,
        id,
        deploymentId,
        decision,
      }: { organisation: OrganisationId; id: string; deploymentId: string; decision: DeploymentDecision },
    ): boolean => {
      const known = find(database, { organisation, id });
      if (known?.requestedDeploymentIds?.includes(deploymentId) !== true) return false;
      writeDeployments(database, {
        ...known,
        requestedDeploymentIds: known.requestedDeploymentIds.filter((each) => each !== deploymentId),
        deploymentIds: decision === 'accept' ? [...known.deploymentIds, deploymentId] : known.deploymentIds,
      });
      return true;
    },
  },
  queries: {
    findPlatform: find,
    findPlatformByClient: (
      database: Database,
      { issuer, clientId }: { issuer: string; clientId: string },
    ): Platform | undefined => {
      const row = prepared<[string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_platform WHERE issuer = ? AND client_id = ?`,
      ).get(issuer, clientId);
      return row && platform(row);
    },
    findPlatformsByIssuer: (database: Database, { issuer }: { issuer: string }): Platform[] =>
      prepared<[string], Row>(database, `SELECT ${fields} FROM tool_platform WHERE issuer = ? ORDER BY created, id`)
        .all(issuer)
        .map(platform),
    listPlatforms: (database: Database, { organisation }: { organisation: OrganisationId }): Platform[] =>
      prepared<[string], Row>(
        database,
        `SELECT ${fields} FROM tool_platform WHERE organisation = ? ORDER BY created, id`,
      )
        .all(organisation)
        .map(platform),
  },
} satisfies SqliteModule;
