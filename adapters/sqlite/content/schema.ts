import type { Migration } from '../engine/index.js';

/** The tables of contents, learner states, attempts and libraries. */
export const contentMigrations: readonly Migration[] = [
  {
    name: 'content-1',
    sql: `
      CREATE TABLE content_version (
        organisation TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
        edition TEXT NOT NULL, published TEXT NOT NULL, title TEXT NOT NULL,
        description TEXT NOT NULL, metadata TEXT NOT NULL, parameters TEXT NOT NULL,
        PRIMARY KEY (organisation, id, version), UNIQUE (organisation, id, edition)
      ) STRICT;
      CREATE TABLE content_blob (
        organisation TEXT NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL,
        PRIMARY KEY (organisation, hash)
      ) STRICT;
      CREATE TABLE content_file (
        organisation TEXT NOT NULL, content TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,
        content_type TEXT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (organisation, content, version, name)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE learner_state (
        organisation TEXT NOT NULL, person TEXT NOT NULL, content TEXT NOT NULL, registration TEXT NOT NULL,
        data_type TEXT NOT NULL, sub_content_id TEXT NOT NULL,
        preload INTEGER NOT NULL, revision INTEGER NOT NULL, updated TEXT NOT NULL, data TEXT NOT NULL,
        PRIMARY KEY (organisation, person, content, registration, data_type, sub_content_id)
      ) STRICT;
      CREATE TABLE attempt (
        organisation TEXT NOT NULL, registration TEXT NOT NULL, actor TEXT NOT NULL, content TEXT NOT NULL, placement TEXT NOT NULL,
        version INTEGER NOT NULL, started TEXT NOT NULL, finished TEXT, superseded TEXT,
        PRIMARY KEY (organisation, registration)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX attempt_standing ON attempt (organisation, actor, content, placement)
        WHERE superseded IS NULL;
    `,
  },
  {
    name: 'content-2',
    sql: `
      ALTER TABLE learner_state ADD COLUMN page TEXT;
      ALTER TABLE learner_state ADD COLUMN serial INTEGER;
    `,
  },
  {
    // Files are blobs from here on. What `content_blob` still holds is moved when the store is opened.
    name: 'content-3',
    sql: `
      ALTER TABLE content_file ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
      UPDATE content_file SET length = coalesce(
        (SELECT length(bytes) FROM content_blob AS blob WHERE blob.organisation = content_file.organisation AND blob.hash = content_file.hash), 0);
      CREATE TABLE library (
        machine_name TEXT NOT NULL, major INTEGER NOT NULL, minor INTEGER NOT NULL, patch INTEGER NOT NULL,
        edition TEXT NOT NULL, installed TEXT NOT NULL, metadata TEXT NOT NULL,
        PRIMARY KEY (machine_name, major, minor)
      ) STRICT;
      CREATE TABLE library_file (
        machine_name TEXT NOT NULL, major INTEGER NOT NULL, minor INTEGER NOT NULL, name TEXT NOT NULL,
        hash TEXT NOT NULL, length INTEGER NOT NULL,
        PRIMARY KEY (machine_name, major, minor, name)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
