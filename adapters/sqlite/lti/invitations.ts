import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type {
  Invitation,
  InvitationState,
  Platform,
  Reservation,
  ReservationAnswer,
} from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';
import { platforms } from './platforms.js';

interface Row {
  secret_hash: string;
  organisation: OrganisationId;
  created: string;
  expires: string;
  token_hash: string | null;
  reservation: string | null;
  reserved_until: string | null;
  platform: string | null;
}

const day = 24 * 60 * 60 * 1000;

function find(database: Database, secretHash: string): Row | undefined {
  return prepared<[string], Row>(database, 'SELECT * FROM tool_invitation WHERE secret_hash = ?').get(secretHash);
}

const isHeld = (row: Row, now: string): boolean => row.reserved_until !== null && row.reserved_until > now;

function reserve(
  database: Database,
  { secretHash, tokenHash, reservation, now, until }: Reservation,
): ReservationAnswer {
  const row = find(database, secretHash);
  if (row === undefined) return { kind: 'unknown' };
  if (row.platform !== null) return { kind: 'redeemed' };
  if (row.expires <= now) return { kind: 'expired' };
  if (isHeld(row, now)) return { kind: 'busy' };
  if (tokenHash !== undefined) {
    const others = prepared<[string, string], Row>(
      database,
      'SELECT * FROM tool_invitation WHERE token_hash = ? AND secret_hash <> ?',
    ).all(tokenHash, secretHash);
    if (others.some((other) => other.platform !== null || isHeld(other, now))) return { kind: 'token-used' };
  }
  prepared(
    database,
    'UPDATE tool_invitation SET reservation = ?, reserved_until = ?, token_hash = ? WHERE secret_hash = ?',
  ).run(reservation, until, tokenHash ?? null, secretHash);
  return { kind: 'reserved', organisation: row.organisation };
}

export const invitations = {
  migrations: [
    {
      name: 'tool-invitations-1',
      sql: `
      CREATE TABLE tool_invitation (
        secret_hash TEXT PRIMARY KEY, organisation TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL,
        token_hash TEXT, reservation TEXT, reserved_until TEXT, platform TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_invitation_expires ON tool_invitation (expires);
      CREATE INDEX tool_invitation_token ON tool_invitation (token_hash) WHERE token_hash IS NOT NULL;`,
    },
  ],
  commands: {
    addInvitation: (database: Database, { secretHash, organisation, created, expires }: Invitation): void => {
      const old = new Date(Date.parse(created) - day).toISOString();
      prepared(
        database,
        'DELETE FROM tool_invitation WHERE secret_hash IN (SELECT secret_hash FROM tool_invitation WHERE expires <= ? ORDER BY expires LIMIT 20)',
      ).run(old);
      prepared(
        database,
        'INSERT INTO tool_invitation (secret_hash, organisation, created, expires) VALUES (?, ?, ?, ?)',
      ).run(secretHash, organisation, created, expires);
    },
    reserveInvitation: reserve,
    releaseInvitation: (
      database: Database,
      { secretHash, reservation }: { secretHash: string; reservation: string },
    ): void => {
      prepared(
        database,
        'UPDATE tool_invitation SET reservation = NULL, reserved_until = NULL, token_hash = NULL WHERE secret_hash = ? AND reservation = ? AND platform IS NULL',
      ).run(secretHash, reservation);
    },
    redeemInvitation: (
      database: Database,
      { secretHash, reservation, platform }: { secretHash: string; reservation: string; platform: Platform },
    ): 'redeemed' | 'lost' | 'conflict' => {
      const row = find(database, secretHash);
      if (row === undefined || row.platform !== null || row.reservation !== reservation) return 'lost';
      if (!platforms.commands.addPlatform(database, platform)) return 'conflict';
      prepared(database, 'UPDATE tool_invitation SET platform = ?, reserved_until = NULL WHERE secret_hash = ?').run(
        platform.id,
        secretHash,
      );
      return 'redeemed';
    },
  },
  queries: {
    findInvitation: (database: Database, { secretHash }: { secretHash: string }): InvitationState | undefined => {
      const row = find(database, secretHash);
      return (
        row && {
          secretHash,
          organisation: row.organisation,
          created: row.created,
          expires: row.expires,
          ...(row.platform === null ? {} : { platform: row.platform }),
        }
      );
    },
  },
} satisfies SqliteModule;
