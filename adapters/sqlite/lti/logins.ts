import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Login } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

interface Row {
  state_hash: string;
  nonce: string;
  binding_hash: string;
  organisation: OrganisationId;
  platform: string;
  initiation: string;
  expires: string;
}

const fields = 'state_hash, nonce, binding_hash, organisation, platform, initiation, expires';

function login(row: Row): Login {
  return {
    stateHash: row.state_hash,
    nonce: row.nonce,
    bindingHash: row.binding_hash,
    organisation: row.organisation,
    platform: row.platform,
    initiation: row.initiation,
    expires: row.expires,
  };
}

export const logins = {
  migrations: [
    {
      name: 'tool-logins-1',
      sql: `
      CREATE TABLE tool_login (
        state_hash TEXT PRIMARY KEY, nonce TEXT NOT NULL, binding_hash TEXT NOT NULL, organisation TEXT NOT NULL, platform TEXT NOT NULL,
        initiation TEXT NOT NULL, expires TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_login_expires ON tool_login (expires);`,
    },
  ],
  commands: {
    beginLogin: (database: Database, { login: begun, now }: { login: Login; now: string }): void => {
      // A few at each login keep the table small without a clean-up of its own.
      prepared(
        database,
        'DELETE FROM tool_login WHERE state_hash IN (SELECT state_hash FROM tool_login WHERE expires <= ? ORDER BY expires LIMIT 20)',
      ).run(now);
      prepared(database, `INSERT INTO tool_login (${fields}) VALUES (?, ?, ?, ?, ?, ?, ?)`).run(
        begun.stateHash,
        begun.nonce,
        begun.bindingHash,
        begun.organisation,
        begun.platform,
        begun.initiation,
        begun.expires,
      );
    },
    consumeLogin: (database: Database, { stateHash, now }: { stateHash: string; now: string }): Login | undefined => {
      const row = prepared<[string], Row>(
        database,
        `DELETE FROM tool_login WHERE state_hash = ? RETURNING ${fields}`,
      ).get(stateHash);
      return row !== undefined && row.expires > now ? login(row) : undefined;
    },
  },
  queries: {
    findLogin: (database: Database, { stateHash, now }: { stateHash: string; now: string }): Login | undefined => {
      const row = prepared<[string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_login WHERE state_hash = ? AND expires > ?`,
      ).get(stateHash, now);
      return row && login(row);
    },
  },
} satisfies SqliteModule;
