import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Identity, PersonErased } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';
import { overwriting } from '../overwriting.js';

const nothing: PersonErased = { identities: 0, names: 0, placements: 0, grades: 0, logins: 0 };

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

function eraseIdentity(database: Database, organisation: OrganisationId, identity: Identity): PersonErased {
  const { issuer, subject } = identity;
  const remove = (sql: string): number => prepared(database, sql).run(organisation, issuer, subject).changes;
  const person = prepared<[string, string, string], string>(
    database,
    'SELECT person FROM tool_identity WHERE organisation = ? AND issuer = ? AND subject = ?',
  )
    .pluck()
    .get(organisation, issuer, subject);
  // Grades before placements, which know the LMS of a score whose platform has gone.
  const grades = prepared(
    database,
    `DELETE FROM tool_grade WHERE organisation = ? AND subject = ? AND (
    platform IN (SELECT id FROM tool_platform WHERE organisation = ? AND issuer = ?)
    OR registration IN (SELECT registration FROM tool_placement WHERE organisation = ? AND issuer = ? AND subject = ?))`,
  ).run(organisation, subject, organisation, issuer, organisation, issuer, subject).changes;
  const placements = remove('DELETE FROM tool_placement WHERE organisation = ? AND issuer = ? AND subject = ?');
  const logins = eraseLogins(database, organisation, identity);
  const identities = remove('DELETE FROM tool_identity WHERE organisation = ? AND issuer = ? AND subject = ?');
  let names = 0;
  if (
    person !== undefined &&
    prepared(database, 'SELECT 1 FROM tool_identity WHERE organisation = ? AND person = ?').get(
      organisation,
      person,
    ) === undefined
  ) {
    names = prepared(database, 'DELETE FROM tool_person_name WHERE organisation = ? AND person = ?').run(
      organisation,
      person,
    ).changes;
    prepared(database, 'DELETE FROM tool_person WHERE organisation = ? AND person = ?').run(organisation, person);
  }
  return { identities, names, placements, grades, logins };
}

export const personErasure = {
  commands: {
    erasePerson: (
      database: Database,
      { organisation, identities }: { organisation: OrganisationId; identities: readonly Identity[] },
    ): PersonErased =>
      overwriting(database, () =>
        identities
          .map((identity) => eraseIdentity(database, organisation, identity))
          .reduce(
            (sum, each) => ({
              identities: sum.identities + each.identities,
              names: sum.names + each.names,
              placements: sum.placements + each.placements,
              grades: sum.grades + each.grades,
              logins: sum.logins + each.logins,
            }),
            nothing,
          ),
      ),
  },
} satisfies Pick<SqliteModule, 'commands'>;
