import type { Database } from 'better-sqlite3';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { Identity, Introduction, PersonName } from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';

function findByIdentity(
  database: Database,
  { organisation, identity }: { organisation: OrganisationId; identity: Identity },
): string | undefined {
  return prepared<[string, string, string], { person: string }>(
    database,
    'SELECT person FROM tool_identity WHERE organisation = ? AND issuer = ? AND subject = ?',
  ).get(organisation, identity.issuer, identity.subject)?.person;
}

function introduceOne(
  database: Database,
  organisation: OrganisationId,
  introduction: Introduction,
  now: string,
): string {
  let person = findByIdentity(database, { organisation, identity: introduction });
  if (person === undefined) {
    person = introduction.newPerson;
    prepared(database, 'INSERT INTO tool_person (organisation, person, created) VALUES (?, ?, ?)').run(
      organisation,
      person,
      now,
    );
    prepared(database, 'INSERT INTO tool_identity (organisation, issuer, subject, person) VALUES (?, ?, ?, ?)').run(
      organisation,
      introduction.issuer,
      introduction.subject,
      person,
    );
  }
  if (introduction.name !== undefined) {
    prepared(
      database,
      `INSERT INTO tool_person_name (organisation, person, name, learnt) VALUES (?, ?, ?, ?)
      ON CONFLICT (organisation, person) DO UPDATE SET name = excluded.name, learnt = excluded.learnt`,
    ).run(organisation, person, introduction.name, now);
  }
  return person;
}

export const people = {
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
    introducePeople: (
      database: Database,
      {
        organisation,
        introductions,
        now,
      }: { organisation: OrganisationId; introductions: readonly Introduction[]; now: string },
    ): string[] => introductions.map((introduction) => introduceOne(database, organisation, introduction, now)),
  },
  queries: {
    findPersonByIdentity: findByIdentity,
    identitiesOfPerson: (
      database: Database,
      { organisation, person }: { organisation: OrganisationId; person: string },
    ): Identity[] =>
      prepared<[string, string], Identity>(
        database,
        'SELECT issuer, subject FROM tool_identity WHERE organisation = ? AND person = ? ORDER BY issuer, subject',
      ).all(organisation, person),
    namesOfPeople: (
      database: Database,
      { organisation, persons }: { organisation: OrganisationId; persons: readonly string[] },
    ): Map<string, PersonName> =>
      new Map(
        prepared<[string, string], { person: string; name: string | null; learnt: string }>(
          database,
          'SELECT person, name, learnt FROM tool_person_name WHERE organisation = ? AND person IN (SELECT value FROM json_each(?))',
        )
          .all(organisation, JSON.stringify(persons))
          .map(({ person, name, learnt }) => [person, { name, learnt }]),
      ),
  },
} satisfies SqliteModule;
