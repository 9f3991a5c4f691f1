import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../lrs/store/index.js';
import type { Identity, PersonClaims, PeopleErasureCounts, PeopleStore, PersonName } from '../../people/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { overwriting } from './overwriting.js';

function findPersonByIdentity(
  database: Database,
  { organisation, identity }: { organisation: OrganisationId; identity: Identity },
): string | undefined {
  return prepared<[string, string, string], { person: string }>(
    database,
    'SELECT person FROM tool_identity WHERE organisation = ? AND issuer = ? AND subject = ?',
  ).get(organisation, identity.issuer, identity.subject)?.person;
}

function ensurePerson(database: Database, organisation: OrganisationId, claims: PersonClaims, now: string): string {
  let person = findPersonByIdentity(database, { organisation, identity: claims });
  if (person === undefined) {
    person = claims.newPerson;
    prepared(database, 'INSERT OR IGNORE INTO tool_person (organisation, person, created) VALUES (?, ?, ?)').run(
      organisation,
      person,
      now,
    );
    prepared(database, 'INSERT INTO tool_identity (organisation, issuer, subject, person) VALUES (?, ?, ?, ?)').run(
      organisation,
      claims.issuer,
      claims.subject,
      person,
    );
  }
  if (claims.name !== undefined) {
    prepared(
      database,
      `INSERT INTO tool_person_name (organisation, person, name, learnt) VALUES (?, ?, ?, ?)
      ON CONFLICT (organisation, person) DO UPDATE SET name = excluded.name, learnt = excluded.learnt WHERE excluded.learnt > tool_person_name.learnt`,
    ).run(organisation, person, claims.name, now);
  }
  return person;
}

function eraseIdentity(
  database: Database,
  organisation: OrganisationId,
  { issuer, subject }: Identity,
): PeopleErasureCounts {
  const person = findPersonByIdentity(database, { organisation, identity: { issuer, subject } });
  if (person === undefined) return { identities: 0, names: 0 };
  prepared(database, 'DELETE FROM tool_identity WHERE organisation = ? AND issuer = ? AND subject = ?').run(
    organisation,
    issuer,
    subject,
  );
  const other = prepared(database, 'SELECT 1 FROM tool_identity WHERE organisation = ? AND person = ?');
  if (other.get(organisation, person) !== undefined) return { identities: 1, names: 0 };
  const names = prepared(database, 'DELETE FROM tool_person_name WHERE organisation = ? AND person = ?').run(
    organisation,
    person,
  ).changes;
  prepared(database, 'DELETE FROM tool_person WHERE organisation = ? AND person = ?').run(organisation, person);
  return { identities: 1, names };
}

/** The operations of people. Their tables are named after the room that they were made in. */
export const peopleModule = {
  migrations: [
    {
      name: 'tool-people-1',
      sql: `
      CREATE TABLE tool_person (organisation TEXT NOT NULL, person TEXT NOT NULL, created TEXT NOT NULL, PRIMARY KEY (organisation, person)) STRICT, WITHOUT ROWID;
      CREATE TABLE tool_identity (
        organisation TEXT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (organisation, issuer, subject), FOREIGN KEY (organisation, person) REFERENCES tool_person
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_identity_person ON tool_identity (organisation, person);
      CREATE TABLE tool_person_name (
        organisation TEXT NOT NULL, person TEXT NOT NULL, name TEXT, learnt TEXT NOT NULL,
        PRIMARY KEY (organisation, person), FOREIGN KEY (organisation, person) REFERENCES tool_person
      ) STRICT, WITHOUT ROWID;`,
    },
  ],
  commands: {
    ensurePersons: (
      database: Database,
      { organisation, claims, now }: { organisation: OrganisationId; claims: readonly PersonClaims[]; now: string },
    ): string[] => claims.map((claims) => ensurePerson(database, organisation, claims, now)),
    eraseIdentities: (
      database: Database,
      { organisation, identities }: { organisation: OrganisationId; identities: readonly Identity[] },
    ): PeopleErasureCounts =>
      overwriting(database, () =>
        identities
          .map((identity) => eraseIdentity(database, organisation, identity))
          .reduce((sum, each) => ({ identities: sum.identities + each.identities, names: sum.names + each.names }), {
            identities: 0,
            names: 0,
          }),
      ),
  },
  queries: {
    findPersonByIdentity,
    listIdentities: (
      database: Database,
      { organisation, person }: { organisation: OrganisationId; person: string },
    ): Identity[] =>
      prepared<[string, string], Identity>(
        database,
        'SELECT issuer, subject FROM tool_identity WHERE organisation = ? AND person = ? ORDER BY issuer, subject',
      ).all(organisation, person),
    findNames: (
      database: Database,
      { organisation, persons }: { organisation: OrganisationId; persons: readonly string[] },
    ): Map<string, PersonName> =>
      new Map(
        prepared<[string, string], { person: string; name: string | null; recorded: string }>(
          database,
          'SELECT person, name, learnt AS recorded FROM tool_person_name WHERE organisation = ? AND person IN (SELECT value FROM json_each(?))',
        )
          .all(organisation, JSON.stringify(persons))
          .map(({ person, name, recorded }) => [person, { name, recorded }]),
      ),
  },
} satisfies SqliteModule;

/** The port of people on the embedded store. */
export function peopleStore(engine: Offers<'people', typeof peopleModule>): PeopleStore {
  const access = engine.module('people');
  return {
    ensurePersons: (organisation, claims, now) => access.execute('ensurePersons', { organisation, claims, now }),
    eraseIdentities: (organisation, identities) => access.execute('eraseIdentities', { organisation, identities }),
    findPersonByIdentity: (organisation, identity) => access.query('findPersonByIdentity', { organisation, identity }),
    listIdentities: (organisation, person) => access.query('listIdentities', { organisation, person }),
    findNames: (organisation, persons) => access.query('findNames', { organisation, persons }),
  };
}
