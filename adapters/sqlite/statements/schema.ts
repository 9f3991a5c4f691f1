import type { Migration } from '../engine/index.js';

/**
 * - `statement`: the truth, one row per statement, by position. `facets` is what it can be found by, as a JSON
 *   list, kept here too because a voided statement has left `relation`, and what refers to it still inherits them.
 * - `relation`: what pages read. A facet's rows are one range in the order of positions, and hold no voided statement.
 * - `recent_relation`: the same for positions behind `settled`. A statement's relations lie far apart, so each would
 *   cost a page of its own in the log and in the file; here the newest share a few pages until they move together.
 * - `reference`: who refers to a statement id, which may not be there yet.
 * - `erasure`: what was erased, at a position of its own: ids as a JSON list.
 * - `instant`: the last position written at each instant of `stored`. Its newest row is where the order continues,
 *   so it is never deleted from.
 */
export const statementMigrations: readonly Migration[] = [
  {
    name: 'statements-1',
    sql: `
      CREATE TABLE statement (
        position INTEGER PRIMARY KEY,
        organisation INTEGER NOT NULL,
        id BLOB NOT NULL,
        stored INTEGER NOT NULL,
        voiding INTEGER NOT NULL,
        voided INTEGER NOT NULL,
        target BLOB,
        fingerprint BLOB NOT NULL,
        facets TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX statement_id ON statement (organisation, id);

      CREATE TABLE relation (
        organisation INTEGER NOT NULL,
        facet INTEGER NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (organisation, facet, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE reference (
        organisation INTEGER NOT NULL,
        target BLOB NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (organisation, target, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE instant (
        stored INTEGER PRIMARY KEY,
        position INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    name: 'statements-2',
    sql: `
      CREATE TABLE recent_relation (
        organisation INTEGER NOT NULL,
        facet INTEGER NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (organisation, facet, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE settled (position INTEGER NOT NULL) STRICT;
      INSERT INTO settled (position) VALUES (coalesce((SELECT position FROM instant ORDER BY stored DESC LIMIT 1), 0));
    `,
  },
  {
    name: 'statements-3',
    sql: `
      CREATE TABLE erasure (
        position INTEGER PRIMARY KEY,
        organisation INTEGER NOT NULL,
        stored INTEGER NOT NULL,
        statements TEXT NOT NULL
      ) STRICT;
    `,
  },
];
