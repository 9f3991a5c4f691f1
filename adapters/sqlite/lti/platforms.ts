import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import {
  decideDeployment,
  type DeploymentDecision,
  type Deployments,
  type DeploymentsUpdate,
  isSameRegistration,
  type LtiStore,
  meetDeployment,
  type Platform,
  type PlatformChanges,
  type PlatformKind,
} from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

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

function platformOf(row: Row): Platform {
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

interface PlatformInput {
  readonly organisation: OrganisationId;
  readonly id: string;
}

function find(database: Database, { organisation, id }: PlatformInput): Platform | undefined {
  const row = prepared<[string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_platform WHERE organisation = ? AND id = ?`,
  ).get(organisation, id);
  return row && platformOf(row);
}

function findByClient(
  database: Database,
  { issuer, clientId }: { issuer: string; clientId: string },
): Platform | undefined {
  const row = prepared<[string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_platform WHERE issuer = ? AND client_id = ?`,
  ).get(issuer, clientId);
  return row && platformOf(row);
}

/** See `PlatformCommands`; redeeming an invitation adds one too. */
export function addPlatform(database: Database, added: Platform): boolean {
  const existing = find(database, added) ?? findByClient(database, added);
  if (existing !== undefined) return isSameRegistration(existing, added);
  prepared(database, `INSERT INTO tool_platform (${fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
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
  );
  return true;
}

function change(
  database: Database,
  { organisation, id, changes }: PlatformInput & { readonly changes: PlatformChanges },
): boolean {
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
}

function findDeployments(database: Database, { organisation, id }: PlatformInput): Deployments | undefined {
  const platform = find(database, { organisation, id });
  if (platform === undefined) return undefined;
  const decisionIds = prepared<[string, string], string>(
    database,
    'SELECT decision_ids FROM tool_platform WHERE organisation = ? AND id = ?',
  )
    .pluck()
    .get(organisation, id)!;
  return { ...platform, decisionIds: JSON.parse(decisionIds) as string[] };
}

function writeDeployments(database: Database, { organisation, id }: PlatformInput, written: DeploymentsUpdate): void {
  prepared(
    database,
    'UPDATE tool_platform SET deployment_ids = ?, requested_deployment_ids = ?, decision_ids = ? WHERE organisation = ? AND id = ?',
  ).run(
    JSON.stringify(written.deploymentIds),
    JSON.stringify(written.requestedDeploymentIds),
    JSON.stringify(written.decisionIds),
    organisation,
    id,
  );
}

function meet(
  database: Database,
  { organisation, id, deploymentId, now }: PlatformInput & { readonly deploymentId: string; readonly now: string },
): 'accepted' | 'requested' {
  const existing = findDeployments(database, { organisation, id });
  if (existing === undefined) return 'requested';
  const { answer, written } = meetDeployment(existing, deploymentId, now);
  if (written !== undefined) writeDeployments(database, { organisation, id }, written);
  return answer;
}

function decide(
  database: Database,
  { organisation, id, decision }: PlatformInput & { readonly decision: DeploymentDecision },
): boolean {
  const existing = findDeployments(database, { organisation, id });
  if (existing === undefined) return false;
  const { isDecided, written } = decideDeployment(existing, decision);
  if (written !== undefined) writeDeployments(database, { organisation, id }, written);
  return isDecided;
}

/** Platforms, in SQLite. */
export const platformsModule = {
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
    {
      name: 'lti-platforms-decisions-1',
      sql: `ALTER TABLE tool_platform ADD COLUMN decision_ids TEXT NOT NULL DEFAULT '[]';`,
    },
  ],
  commands: { add: addPlatform, change, meet, decide },
  queries: {
    find,
    findByClient,
    listByIssuer: (database: Database, { issuer }: { issuer: string }): Platform[] =>
      prepared<[string], Row>(
        database,
        `SELECT ${fields} FROM tool_platform WHERE issuer = ? ORDER BY created, organisation, id`,
      )
        .all(issuer)
        .map(platformOf),
    list: (database: Database, { organisation }: { organisation: OrganisationId }): Platform[] =>
      prepared<[string], Row>(
        database,
        `SELECT ${fields} FROM tool_platform WHERE organisation = ? ORDER BY created, id`,
      )
        .all(organisation)
        .map(platformOf),
  },
} satisfies SqliteModule;

/** The platforms of the LTI port. */
export function platformStore(engine: Offers<'platforms', typeof platformsModule>): LtiStore['platforms'] {
  const module = engine.module('platforms');
  return {
    addPlatform: (platform) => module.execute('add', platform),
    changePlatform: (organisation, id, changes) => module.execute('change', { organisation, id, changes }),
    meetDeployment: (organisation, id, deploymentId, now) =>
      module.execute('meet', { organisation, id, deploymentId, now }),
    decideDeployment: (organisation, id, decision) => module.execute('decide', { organisation, id, decision }),
    findPlatformByClient: (issuer, clientId) => module.query('findByClient', { issuer, clientId }),
    listPlatformsByIssuer: (issuer) => module.query('listByIssuer', { issuer }),
    findPlatform: (organisation, id) => module.query('find', { organisation, id }),
    listPlatforms: (organisation) => module.query('list', { organisation }),
  };
}
