import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import {
  endedSigningKey,
  type LtiStore,
  type SigningKey,
  type Succession,
  successionOf,
} from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

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

function signingKeyOf(row: Row): SigningKey {
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

function list(database: Database, { organisation }: { organisation: OrganisationId }): SigningKey[] {
  return prepared<[string], Row>(
    database,
    `SELECT ${fields} FROM tool_signing_key WHERE organisation = ? ORDER BY created, kid`,
  )
    .all(organisation)
    .map(signingKeyOf);
}

function add(database: Database, { key, succession }: { key: SigningKey; succession: Succession }): boolean {
  const keys = list(database, key);
  const outcome = successionOf(keys, key, succession);
  if (outcome !== 'add') return outcome === 'added';
  const { othersUntil } = succession;
  if (othersUntil !== undefined) {
    for (const other of keys) {
      prepared(database, 'UPDATE tool_signing_key SET published_until = ? WHERE kid = ?').run(
        endedSigningKey(other, othersUntil).publishedUntil,
        other.kid,
      );
    }
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
}

function removeEnded(database: Database, { now }: { now: string }): void {
  prepared(database, 'DELETE FROM tool_signing_key WHERE published_until <= ?').run(now);
}

/** Signing keys, in SQLite. */
export const signingKeysModule = {
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
  commands: { add, removeEnded },
  queries: {
    list,
    listPublished: (database: Database, { now }: { now: string }): SigningKey[] =>
      prepared<[string], Row>(
        database,
        `SELECT ${fields} FROM tool_signing_key WHERE published_until IS NULL OR published_until > ? ORDER BY created, kid`,
      )
        .all(now)
        .map(signingKeyOf),
  },
} satisfies SqliteModule;

/** The signing keys of the LTI port. */
export function signingKeyStore(engine: Offers<'signingKeys', typeof signingKeysModule>): LtiStore['signingKeys'] {
  const module = engine.module('signingKeys');
  return {
    addSigningKey: (key, succession) => module.execute('add', { key, succession }),
    removeEndedSigningKeys: (now) => module.execute('removeEnded', { now }),
    listSigningKeys: (organisation) => module.query('list', { organisation }),
    listPublishedSigningKeys: (now) => module.query('listPublished', { now }),
  };
}
