import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { LtiStore, PlacementErasureCounts } from '../../../lti-tool/store/index.js';
import type { Identity } from '../../../people/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';
import { overwriting } from '../overwriting.js';

const nothing: PlacementErasureCounts = { placements: 0, grades: 0, logins: 0 };

/** Logins are few and old ones few too, so each is looked into: what the LMS sent is kept as it came. */
function eraseLogins(database: Database, organisation: OrganisationId, { issuer, subject }: Identity): number {
  const rows = prepared<[string], { state_hash: string; initiation: string }>(
    database,
    'SELECT state_hash, initiation FROM tool_login WHERE organisation = ?',
  ).all(organisation);
  const own = rows
    .map((row) => ({ hash: row.state_hash, sent: new URLSearchParams(row.initiation) }))
    .filter(({ sent }) => sent.get('iss') === issuer && sent.get('login_hint') === subject);
  for (const { hash } of own) prepared(database, 'DELETE FROM tool_login WHERE state_hash = ?').run(hash);
  return own.length;
}

function eraseIdentity(database: Database, organisation: OrganisationId, identity: Identity): PlacementErasureCounts {
  const { issuer, subject } = identity;
  // Grades before placements, which know the LMS of a score whose platform has gone.
  const grades = prepared(
    database,
    `DELETE FROM tool_grade WHERE organisation = ? AND subject = ? AND (
    platform IN (SELECT id FROM tool_platform WHERE organisation = ? AND issuer = ?)
    OR registration IN (SELECT registration FROM tool_placement WHERE organisation = ? AND issuer = ? AND subject = ?))`,
  ).run(organisation, subject, organisation, issuer, organisation, issuer, subject).changes;
  const placements = prepared(
    database,
    'DELETE FROM tool_placement WHERE organisation = ? AND issuer = ? AND subject = ?',
  ).run(organisation, issuer, subject).changes;
  return { placements, grades, logins: eraseLogins(database, organisation, identity) };
}

export const identityErasureModule = {
  migrations: [],
  commands: {
    eraseIdentities: (
      database: Database,
      { organisation, identities }: { organisation: OrganisationId; identities: readonly Identity[] },
    ): PlacementErasureCounts =>
      overwriting(database, () =>
        identities
          .map((identity) => eraseIdentity(database, organisation, identity))
          .reduce(
            (sum, each) => ({
              placements: sum.placements + each.placements,
              grades: sum.grades + each.grades,
              logins: sum.logins + each.logins,
            }),
            nothing,
          ),
      ),
  },
  queries: {},
} satisfies SqliteModule;

/** The eraser of the LTI port. */
export function identityErasureStore(
  engine: Offers<'identityErasure', typeof identityErasureModule>,
): LtiStore['erasure'] {
  const module = engine.module('identityErasure');
  return {
    eraseIdentities: (organisation, identities) => module.execute('eraseIdentities', { organisation, identities }),
  };
}
