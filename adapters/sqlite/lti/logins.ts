import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Login, LtiStore } from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';

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

function loginOf(row: Row): Login {
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

function begin(database: Database, { login, now }: { login: Login; now: string }): void {
  // A few at each login keep the table small without a clean-up of its own.
  prepared(
    database,
    'DELETE FROM tool_login WHERE state_hash IN (SELECT state_hash FROM tool_login WHERE expires <= ? ORDER BY expires LIMIT 20)',
  ).run(now);
  prepared(
    database,
    `INSERT INTO tool_login (${fields}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (state_hash) DO NOTHING`,
  ).run(
    login.stateHash,
    login.nonce,
    login.bindingHash,
    login.organisation,
    login.platform,
    login.initiation,
    login.expires,
  );
}

function consume(
  database: Database,
  { stateHash, consumer, now }: { stateHash: string; consumer: string; now: string },
): boolean {
  // A person who is erased later could be found in the data of a login: none of it is kept.
  const taken = prepared(
    database,
    `UPDATE tool_login SET consumer = ?, nonce = '', binding_hash = '', platform = '', initiation = ''
    WHERE state_hash = ? AND expires > ? AND (consumer IS NULL OR consumer = ?)`,
  ).run(consumer, stateHash, now, consumer);
  return taken.changes === 1;
}

/** Logins, in SQLite. */
export const loginsModule = {
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
    {
      name: 'lti-logins-consumers-1',
      sql: 'ALTER TABLE tool_login ADD COLUMN consumer TEXT;',
    },
  ],
  commands: { begin, consume },
  queries: {
    find: (database: Database, { stateHash, now }: { stateHash: string; now: string }): Login | undefined => {
      const row = prepared<[string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_login WHERE state_hash = ? AND expires > ? AND consumer IS NULL`,
      ).get(stateHash, now);
      return row && loginOf(row);
    },
  },
} satisfies SqliteModule;

/** The logins of the LTI port. */
export function loginStore(engine: Offers<'logins', typeof loginsModule>): LtiStore['logins'] {
  const module = engine.module('logins');
  return {
    beginLogin: (login, now) => module.execute('begin', { login, now }),
    consumeLogin: (stateHash, consumer, now) => module.execute('consume', { stateHash, consumer, now }),
    findLogin: (stateHash, now) => module.query('find', { stateHash, now }),
  };
}
