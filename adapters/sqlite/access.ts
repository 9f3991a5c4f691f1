import type { Database } from 'better-sqlite3';
import { LotseError } from '../../base/index.js';
import {
  type AccessCommands,
  type AccessQueries,
  type Credential,
  type Grant,
  isSameCredential,
  isSameGrant,
  type Organisation,
  type OrganisationId,
  rotatedCredential,
  type Scope,
} from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { isoInstant, milliseconds } from './instants.js';
import { requireOrganisation } from './organisations.js';
import { overwriting } from './overwriting.js';

function findOrganisation(database: Database, id: OrganisationId): Organisation | undefined {
  return prepared<[string], Organisation>(database, 'SELECT id, name, created FROM organisation WHERE id = ?').get(id);
}

function listOrganisations(database: Database): readonly Organisation[] {
  return prepared<[], Organisation>(database, 'SELECT id, name, created FROM organisation ORDER BY id').all();
}

function createOrganisation(database: Database, { id, name, created }: Organisation): Organisation {
  prepared(database, 'INSERT INTO organisation (id, name, created) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING').run(
    id,
    name,
    created,
  );
  return findOrganisation(database, id)!;
}

interface CredentialRow {
  readonly key: string;
  readonly organisation: OrganisationId;
  readonly secretHash: string;
  readonly scopes: string;
  readonly label: string;
  readonly created: string;
  readonly revoked: string | null;
  readonly formerHash: string | null;
  readonly formerUntil: string | null;
  readonly actor: string | null;
  readonly activity: string | null;
  readonly software: string | null;
}

const credentialColumns = `
  c.key, o.id AS organisation, c.secret_hash AS secretHash, c.scopes, c.label, c.created, c.revoked,
  c.former_hash AS formerHash, c.former_until AS formerUntil, c.actor, c.activity, c.software
  FROM credential c JOIN organisation o ON o.number = c.organisation`;

function credentialOf({
  revoked,
  scopes,
  formerHash,
  formerUntil,
  actor,
  activity,
  software,
  ...row
}: CredentialRow): Credential {
  return {
    ...row,
    scopes: JSON.parse(scopes) as Scope[],
    ...(revoked === null ? {} : { revoked }),
    ...(formerHash === null || formerUntil === null ? {} : { former: { secretHash: formerHash, until: formerUntil } }),
    ...(actor === null ? {} : { actor }),
    ...(activity === null ? {} : { activity }),
    ...(software === null ? {} : { software }),
  };
}

function findCredential(database: Database, key: string): Credential | undefined {
  const row = prepared<[string], CredentialRow>(database, `SELECT ${credentialColumns} WHERE c.key = ?`).get(key);
  return row === undefined ? undefined : credentialOf(row);
}

function listCredentials(database: Database, organisation: OrganisationId): readonly Credential[] {
  return prepared<[string], CredentialRow>(database, `SELECT ${credentialColumns} WHERE o.id = ? ORDER BY c.key`)
    .all(organisation)
    .map(credentialOf);
}

function addCredential(database: Database, credential: Credential): void {
  const { key, organisation, secretHash, scopes, label, created, revoked, former, actor, activity, software } =
    credential;
  const { changes } = prepared(
    database,
    `
    INSERT INTO credential (key, organisation, secret_hash, scopes, label, created, revoked, former_hash, former_until, actor, activity, software)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
  ).run(
    key,
    requireOrganisation(database, organisation),
    secretHash,
    JSON.stringify(scopes),
    label,
    created,
    revoked ?? null,
    former?.secretHash ?? null,
    former?.until ?? null,
    actor ?? null,
    activity ?? null,
    software ?? null,
  );
  if (changes > 0) return;
  const existing = findCredential(database, credential.key);
  if (existing === undefined || !isSameCredential(existing, credential))
    throw new LotseError('conflict', 'There is a credential with this key already.');
}

function revokeCredential(
  database: Database,
  { organisation, key, when }: { readonly organisation: OrganisationId; readonly key: string; readonly when: string },
): boolean {
  // A second revocation keeps the first one's instant: that is when the key stopped being good.
  const { changes } = prepared(
    database,
    `
    UPDATE credential SET revoked = coalesce(revoked, ?)
    WHERE key = ? AND organisation = (SELECT number FROM organisation WHERE id = ?)`,
  ).run(when, key, organisation);
  return changes > 0;
}

interface Rotation {
  readonly organisation: OrganisationId;
  readonly key: string;
  readonly secretHash: string;
  readonly formerUntil: string;
}

function rotateCredential(database: Database, { organisation, key, secretHash, formerUntil }: Rotation): boolean {
  const existing = findCredential(database, key);
  const rotated =
    existing?.organisation === organisation ? rotatedCredential(existing, secretHash, formerUntil) : undefined;
  if (rotated === undefined) return false;
  prepared(database, 'UPDATE credential SET former_hash = ?, former_until = ?, secret_hash = ? WHERE key = ?').run(
    rotated.former?.secretHash ?? null,
    rotated.former?.until ?? null,
    rotated.secretHash,
    key,
  );
  return true;
}

function removeCredential(
  database: Database,
  { organisation, key }: { readonly organisation: OrganisationId; readonly key: string },
): void {
  overwriting(database, () =>
    prepared(
      database,
      'DELETE FROM credential WHERE key = ? AND organisation = (SELECT number FROM organisation WHERE id = ?)',
    ).run(key, organisation),
  );
}

interface GrantRow {
  readonly tokenHash: string;
  readonly organisation: OrganisationId;
  readonly scopes: string;
  readonly expires: number;
  readonly actor: string;
  readonly activity: string | null;
  readonly session: string;
}

const grantColumns = `
  g.token_hash AS tokenHash, o.id AS organisation, g.scopes, g.expires, g.actor, g.activity, g.session
  FROM "grant" g JOIN organisation o ON o.number = g.organisation`;

function findGrant(database: Database, tokenHash: string): Grant | undefined {
  const row = prepared<[string], GrantRow>(database, `SELECT ${grantColumns} WHERE g.token_hash = ?`).get(tokenHash);
  return row === undefined ? undefined : grantOf(row);
}

function listGrants(
  database: Database,
  {
    organisation,
    after,
    limit,
  }: { readonly organisation: OrganisationId; readonly after: string | undefined; readonly limit: number },
): readonly Grant[] {
  return prepared<[string, string, number], GrantRow>(
    database,
    `SELECT ${grantColumns} WHERE o.id = ? AND g.token_hash > ? ORDER BY g.token_hash LIMIT ?`,
  )
    .all(organisation, after ?? '', limit)
    .map(grantOf);
}

function grantOf({ activity, scopes, expires, ...rest }: GrantRow): Grant {
  return {
    ...rest,
    scopes: JSON.parse(scopes) as Scope[],
    expires: isoInstant(expires),
    ...(activity === null ? {} : { activity }),
  };
}

function addGrant(database: Database, grant: Grant): void {
  const { tokenHash, organisation, scopes, expires, actor, activity, session } = grant;
  const { changes } = prepared(
    database,
    `
    INSERT INTO "grant" (token_hash, organisation, scopes, expires, actor, activity, session) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (token_hash) DO NOTHING`,
  ).run(
    tokenHash,
    requireOrganisation(database, organisation),
    JSON.stringify(scopes),
    milliseconds(expires),
    actor,
    activity ?? null,
    session,
  );
  if (changes > 0) return;
  const existing = findGrant(database, grant.tokenHash);
  if (existing === undefined || !isSameGrant(existing, grant))
    throw new LotseError('conflict', 'There is a grant with this token already.');
}

function revokeGrant(database: Database, tokenHash: string): void {
  overwriting(database, () => prepared(database, 'DELETE FROM "grant" WHERE token_hash = ?').run(tokenHash));
}

function forgetGrants(database: Database, expiredBefore: string): number {
  return prepared(database, 'DELETE FROM "grant" WHERE expires < ?').run(milliseconds(expiredBefore)).changes;
}

/** Credentials and grants in SQLite. */
export const accessModule = {
  migrations: [
    {
      name: 'access-1',
      sql: `
        CREATE TABLE organisation (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          created TEXT NOT NULL
        ) STRICT;

        CREATE TABLE credential (
          key TEXT PRIMARY KEY,
          organisation INTEGER NOT NULL,
          secret_hash TEXT NOT NULL,
          scopes TEXT NOT NULL,
          label TEXT NOT NULL,
          created TEXT NOT NULL,
          revoked TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX credential_organisation ON credential (organisation, key);

        CREATE TABLE "grant" (
          token_hash TEXT PRIMARY KEY,
          organisation INTEGER NOT NULL,
          scopes TEXT NOT NULL,
          expires INTEGER NOT NULL,
          actor TEXT NOT NULL,
          activity TEXT,
          session TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX grant_expires ON "grant" (expires);
      `,
    },
    {
      name: 'access-2',
      sql: `
        ALTER TABLE credential ADD COLUMN former_hash TEXT;
        ALTER TABLE credential ADD COLUMN former_until TEXT;
        ALTER TABLE credential ADD COLUMN actor TEXT;
        ALTER TABLE credential ADD COLUMN activity TEXT;
      `,
    },
    {
      name: 'access-3',
      sql: 'ALTER TABLE credential ADD COLUMN software TEXT',
    },
  ],
  commands: {
    createOrganisation,
    addCredential,
    revokeCredential,
    rotateCredential,
    removeCredential,
    addGrant,
    revokeGrant,
    forgetGrants,
  },
  queries: { findOrganisation, listOrganisations, findCredential, listCredentials, findGrant, listGrants },
} satisfies SqliteModule;

/** Credentials and grants, for the LRS's port. */
export function accessStore(engine: Offers<'access', typeof accessModule>): AccessCommands & AccessQueries {
  const module = engine.module('access');
  return {
    createOrganisation: (organisation) => module.execute('createOrganisation', organisation),
    addCredential: (credential) => module.execute('addCredential', credential),
    revokeCredential: (organisation, key, when) => module.execute('revokeCredential', { organisation, key, when }),
    rotateCredential: (organisation, key, secretHash, formerUntil) =>
      module.execute('rotateCredential', { organisation, key, secretHash, formerUntil }),
    removeCredential: (organisation, key) => module.execute('removeCredential', { organisation, key }),
    addGrant: (grant) => module.execute('addGrant', grant),
    revokeGrant: (tokenHash) => module.execute('revokeGrant', tokenHash),
    removeExpiredGrants: (expiredBefore) => module.execute('forgetGrants', expiredBefore),
    findOrganisation: (id) => module.query('findOrganisation', id),
    listOrganisations: () => module.query('listOrganisations', undefined),
    findCredential: (key) => module.query('findCredential', key),
    listCredentials: (organisation) => module.query('listCredentials', organisation),
    findGrant: (tokenHash) => module.query('findGrant', tokenHash),
    listGrants: (organisation, { after, limit }) => module.query('listGrants', { organisation, after, limit }),
  };
}
