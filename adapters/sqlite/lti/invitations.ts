import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import {
  type Invitation,
  type InvitationState,
  type StoredInvitation,
  type LtiStore,
  type Platform,
  redemptionOf,
  type Reservation,
  type ReservationAnswer,
  reservationAnswer,
} from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';
import { addPlatform } from './platforms.js';

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

interface RedemptionInput {
  readonly secretHash: string;
  readonly reservation: string;
}

const dayMs = 24 * 60 * 60 * 1000;

function invitationOf(row: Row): StoredInvitation {
  return {
    secretHash: row.secret_hash,
    organisation: row.organisation,
    created: row.created,
    expires: row.expires,
    ...(row.token_hash === null ? {} : { tokenHash: row.token_hash }),
    ...(row.reservation === null ? {} : { reservation: row.reservation }),
    ...(row.reserved_until === null ? {} : { reservedUntil: row.reserved_until }),
    ...(row.platform === null ? {} : { platform: row.platform }),
  };
}

function findStoredInvitation(database: Database, secretHash: string): StoredInvitation | undefined {
  const row = prepared<[string], Row>(database, 'SELECT * FROM tool_invitation WHERE secret_hash = ?').get(secretHash);
  return row && invitationOf(row);
}

function add(database: Database, { secretHash, organisation, created, expires }: Invitation): void {
  const old = new Date(Date.parse(created) - dayMs).toISOString();
  prepared(
    database,
    'DELETE FROM tool_invitation WHERE secret_hash IN (SELECT secret_hash FROM tool_invitation WHERE expires <= ? ORDER BY expires LIMIT 20)',
  ).run(old);
  prepared(
    database,
    'INSERT INTO tool_invitation (secret_hash, organisation, created, expires) VALUES (?, ?, ?, ?) ON CONFLICT (secret_hash) DO NOTHING',
  ).run(secretHash, organisation, created, expires);
}

function reserve(database: Database, tried: Reservation): ReservationAnswer {
  const { secretHash, tokenHash, reservation, until } = tried;
  const sameToken =
    tokenHash === undefined
      ? []
      : prepared<[string, string], Row>(
          database,
          'SELECT * FROM tool_invitation WHERE token_hash = ? AND secret_hash <> ?',
        )
          .all(tokenHash, secretHash)
          .map(invitationOf);
  const answer = reservationAnswer(findStoredInvitation(database, secretHash), sameToken, tried);
  if (answer.kind === 'reserved') {
    prepared(
      database,
      'UPDATE tool_invitation SET reservation = ?, reserved_until = ?, token_hash = ? WHERE secret_hash = ?',
    ).run(reservation, until, tokenHash ?? null, secretHash);
  }
  return answer;
}

function release(database: Database, { secretHash, reservation }: RedemptionInput): void {
  prepared(
    database,
    'UPDATE tool_invitation SET reservation = NULL, reserved_until = NULL, token_hash = NULL WHERE secret_hash = ? AND reservation = ? AND platform IS NULL',
  ).run(secretHash, reservation);
}

function redeem(
  database: Database,
  { secretHash, reservation, platform }: RedemptionInput & { platform: Platform },
): 'redeemed' | 'lost' | 'conflict' {
  const outcome = redemptionOf(findStoredInvitation(database, secretHash), reservation, platform.id);
  if (outcome !== 'redeem') return outcome;
  if (!addPlatform(database, platform)) return 'conflict';
  prepared(database, 'UPDATE tool_invitation SET platform = ?, reserved_until = NULL WHERE secret_hash = ?').run(
    platform.id,
    secretHash,
  );
  return 'redeemed';
}

/** Invitations, in SQLite. */
export const invitationsModule = {
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
  commands: { add, reserve, release, redeem },
  queries: {
    find: (database: Database, { secretHash }: { secretHash: string }): InvitationState | undefined => {
      const stored = findStoredInvitation(database, secretHash);
      if (stored === undefined) return undefined;
      const { organisation, created, expires, platform } = stored;
      return { secretHash, organisation, created, expires, ...(platform === undefined ? {} : { platform }) };
    },
  },
} satisfies SqliteModule;

/** The invitations of the LTI port. */
export function invitationStore(engine: Offers<'invitations', typeof invitationsModule>): LtiStore['invitations'] {
  const module = engine.module('invitations');
  return {
    addInvitation: (invitation) => module.execute('add', invitation),
    reserveInvitation: (reservation) => module.execute('reserve', reservation),
    releaseInvitation: (secretHash, reservation) => module.execute('release', { secretHash, reservation }),
    redeemInvitation: (secretHash, reservation, platform) =>
      module.execute('redeem', { secretHash, reservation, platform }),
    findInvitation: (secretHash) => module.query('find', { secretHash }),
  };
}
