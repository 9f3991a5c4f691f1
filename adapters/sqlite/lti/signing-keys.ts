import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { SigningKey, Succession } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  kid: string;
  organisation: OrganisationId;
  platform: string | null;
  sealed: string;
  created: string;
  signs_from: string;
  published_until: string | null;
}

const fields = 'kid, organisation, platform, sealed, created, signs_from, published_until';

function signingKey(row: Row): SigningKey {
  return {
    kid: row.kid,
    organisation: row.organisation,
    ...(row.platform === null ? {} : { platform: row.platform }),
    sealed: row.sealed,
    created: row.created,
    signsFrom: row.signs_from,
    ...(row.published_until === null ? {} : { publishedUntil: row.published_until }),
  };
}

export const signingKeys = {
  migrations: [
    {
      // Where keys and access tokens lay before keys belonged to organisations.
      name: 'tool-ltijs-records-1',
      sql: `
      CREATE TABLE tool_ltijs_record (id INTEGER PRIMARY KEY, collection TEXT NOT NULL, fields TEXT NOT NULL, data TEXT NOT NULL, created TEXT NOT NULL) STRICT;
      CREATE INDEX tool_ltijs_record_collection ON tool_ltijs_record (collection);`,
    },
    {
      // A key that was made for one platform goes on serving that platform. As long as there are platforms, not statements.
      name: 'tool-signing-keys-1',
      sql: `
      CREATE TABLE tool_signing_key (
        kid TEXT PRIMARY KEY, organisation TEXT NOT NULL, platform TEXT, sealed TEXT NOT NULL, created TEXT NOT NULL, signs_from TEXT NOT NULL, published_until TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_signing_key_organisation ON tool_signing_key (organisation);
      INSERT INTO tool_signing_key (${fields})
        SELECT platform.key_id, platform.organisation, platform.id, record.data, record.created, record.created, NULL
        FROM tool_platform AS platform JOIN tool_ltijs_record AS record ON record.collection = 'privatekey' AND record.fields ->> '$.kid' = platform.key_id;
      DROP TABLE tool_ltijs_record;
      ALTER TABLE tool_platform DROP COLUMN key_id;`,
    },
  ],
  commands: {
    succeedSigningKey: (
      database: Database,
      { key, succession }: { key: SigningKey; succession: Succession },
    ): boolean => {
      const newest = prepared<[string], string>(
        database,
        'SELECT kid FROM tool_signing_key WHERE organisation = ? AND platform IS NULL ORDER BY created DESC, kid DESC LIMIT 1',
      )
        .pluck()
        .get(key.organisation);
      if (newest !== succession.after) return false;
      if (succession.othersUntil !== undefined) {
        prepared(
          database,
          'UPDATE tool_signing_key SET published_until = min(coalesce(published_until, ?), ?) WHERE organisation = ?',
        ).run(succession.othersUntil, succession.othersUntil, key.organisation);
      }
      prepared(database, `INSERT INTO tool_signing_key (${fields}) VALUES (?, ?, ?, ?, ?, ?, ?)`).run(
        key.kid,
        key.organisation,
        key.platform ?? null,
        key.sealed,
        key.created,
        key.signsFrom,
        key.publishedUntil ?? null,
      );
      return true;
    },
    removeEndedSigningKeys: (database: Database, { now }: { now: string }): number =>
      prepared(database, 'DELETE FROM tool_signing_key WHERE published_until <= ?').run(now).changes,
  },
  queries: {
    listSigningKeys: (database: Database, { organisation }: { organisation: OrganisationId }): SigningKey[] =>
      prepared<[string], Row>(
        database,
        `SELECT ${fields} FROM tool_signing_key WHERE organisation = ? ORDER BY created, kid`,
      )
        .all(organisation)
        .map(signingKey),
    publishedSigningKeys: (database: Database, { now }: { now: string }): SigningKey[] =>
      prepared<[string], Row>(
        database,
        `SELECT ${fields} FROM tool_signing_key WHERE published_until IS NULL OR published_until > ? ORDER BY created, kid`,
      )
        .all(now)
        .map(signingKey),
  },
} satisfies SqliteModule;
