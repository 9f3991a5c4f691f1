import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type {
  Attempt,
  AttemptPlace,
  AttemptScope,
  CatalogueEntry,
  ContentDescription,
  ContentDraft,
  ContentFile,
  ContentStore,
  ContentVersion,
  LearnerState,
  NewAttempt,
  StateFooting,
} from '../../h5p-content/store/index.js';
import type { AgentKey } from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { overwriting } from './overwriting.js';

const migrations = [
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
];

interface DescriptionRow {
  readonly description: string;
  readonly version: number;
  readonly published: string;
}

function entryOf(row: DescriptionRow): CatalogueEntry {
  return { ...(JSON.parse(row.description) as ContentDescription), version: row.version, published: row.published };
}

function currentVersion(database: Database, organisation: string, id: string): number | undefined {
  return (
    prepared<[string, string], number | null>(
      database,
      'SELECT MAX(version) FROM content_version WHERE organisation = ? AND id = ?',
    )
      .pluck()
      .get(organisation, id) ?? undefined
  );
}

function publish(
  database: Database,
  { organisation, draft, now }: { organisation: string; draft: ContentDraft; now: string },
): { version: number; published: boolean } {
  const known = prepared<[string, string, string], number>(
    database,
    'SELECT version FROM content_version WHERE organisation = ? AND id = ? AND edition = ?',
  )
    .pluck()
    .get(organisation, draft.id, draft.edition);
  if (known !== undefined) return { version: known, published: false };
  const version = (currentVersion(database, organisation, draft.id) ?? 0) + 1;
  const { parameters, metadata, files, edition, ...description } = draft;
  prepared(
    database,
    `INSERT INTO content_version (organisation, id, version, edition, published, title, description, metadata, parameters)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(organisation, draft.id, version, edition, now, draft.title, JSON.stringify(description), metadata, parameters);
  for (const { name, contentType, bytes } of files) {
    const hash = createHash('sha256').update(bytes).digest('hex');
    prepared(
      database,
      'INSERT INTO content_blob (organisation, hash, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ).run(organisation, hash, bytes);
    prepared(
      database,
      'INSERT INTO content_file (organisation, content, version, name, content_type, hash) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(organisation, draft.id, version, name, contentType, hash);
  }
  return { version, published: true };
}

interface StateAddress {
  readonly organisation: string;
  readonly scope: AttemptScope;
  readonly dataType: string;
  readonly subContentId: string;
}

interface StateRow {
  readonly data_type: string;
  readonly sub_content_id: string;
  readonly data: string;
  readonly preload: number;
  readonly revision: number;
  readonly page: string | null;
  readonly serial: number | null;
}

const stateColumns = 'data_type, sub_content_id, data, preload, revision, page, serial';
const ofAttempt = 'organisation = ? AND person = ? AND content = ? AND registration = ?';

function stateOf(row: StateRow): LearnerState {
  return {
    dataType: row.data_type,
    subContentId: row.sub_content_id,
    data: row.data,
    preload: row.preload === 1,
    revision: row.revision,
    ...(row.page === null || row.serial === null ? {} : { writer: { page: row.page, serial: row.serial } }),
  };
}

interface PutState {
  readonly organisation: string;
  readonly scope: AttemptScope;
  readonly state: Omit<LearnerState, 'revision' | 'writer'>;
  readonly now: string;
  readonly footing: StateFooting | undefined;
}

function putState(database: Database, { organisation, scope, state, now, footing }: PutState): number | undefined {
  const key = [organisation, scope.person, scope.contentId, scope.registration, state.dataType, state.subContentId];
  if (footing !== undefined) {
    const { writer, follows } = footing;
    const there = prepared<unknown[], StateRow>(
      database,
      `SELECT ${stateColumns} FROM learner_state WHERE ${ofAttempt} AND data_type = ? AND sub_content_id = ?`,
    ).get(key);
    const isLate = there?.page === writer.page && writer.serial <= (there.serial ?? 0);
    if (there !== undefined && (isLate || there.data === state.data)) return there.revision;
    const isFollowed = follows !== undefined && there?.page === follows.page && (there.serial ?? 0) <= follows.serial;
    if ((there?.revision ?? 0) !== footing.revision && there?.page !== writer.page && !isFollowed) return undefined;
  }
  return prepared<unknown[], number>(
    database,
    `INSERT INTO learner_state (organisation, person, content, registration, data_type, sub_content_id, preload, revision, updated, data, page, serial)
    VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET preload = excluded.preload, revision = revision + 1, updated = excluded.updated, data = excluded.data, page = excluded.page, serial = excluded.serial
    RETURNING revision`,
  )
    .pluck()
    .get(...key, state.preload ? 1 : 0, now, state.data, footing?.writer.page ?? null, footing?.writer.serial ?? null)!;
}

interface AttemptRow {
  readonly registration: string;
  readonly actor: string;
  readonly content: string;
  readonly placement: string;
  readonly version: number;
  readonly started: string;
  readonly finished: string | null;
  readonly superseded: string | null;
}

const attemptColumns = 'registration, actor, content, placement, version, started, finished, superseded';

function attemptOf(row: AttemptRow): Attempt {
  return {
    registration: row.registration,
    actor: row.actor as AgentKey,
    contentId: row.content,
    placement: row.placement,
    version: row.version,
    started: row.started,
    ...(row.finished === null ? {} : { finished: row.finished }),
    ...(row.superseded === null ? {} : { superseded: row.superseded }),
  };
}

interface Begin {
  readonly organisation: string;
  readonly place: AttemptPlace;
  readonly fresh: NewAttempt;
}

const atPlace = 'organisation = ? AND actor = ? AND content = ? AND placement = ? AND superseded IS NULL';

function standing(
  database: Database,
  { organisation, place }: Pick<Begin, 'organisation' | 'place'>,
): AttemptRow | undefined {
  return prepared<unknown[], AttemptRow>(database, `SELECT ${attemptColumns} FROM attempt WHERE ${atPlace}`).get(
    organisation,
    place.actor,
    place.contentId,
    place.placement,
  );
}

function begin(database: Database, { organisation, place, fresh }: Begin): Attempt | undefined {
  const version = currentVersion(database, organisation, place.contentId);
  if (version === undefined) return undefined;
  prepared(
    database,
    'INSERT INTO attempt (organisation, registration, actor, content, placement, version, started) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(organisation, fresh.registration, place.actor, place.contentId, place.placement, version, fresh.now);
  return { ...place, registration: fresh.registration, version, started: fresh.now };
}

function current(database: Database, input: Begin): Attempt | undefined {
  const row = standing(database, input);
  return row === undefined ? begin(database, input) : attemptOf(row);
}

function startOver(database: Database, input: Begin): Attempt | undefined {
  const { organisation, place, fresh } = input;
  if (currentVersion(database, organisation, place.contentId) === undefined) return undefined;
  prepared(database, `UPDATE attempt SET superseded = ? WHERE ${atPlace}`).run(
    fresh.now,
    organisation,
    place.actor,
    place.contentId,
    place.placement,
  );
  return begin(database, input);
}

interface VersionAddress {
  readonly organisation: string;
  readonly id: string;
  readonly version: number;
}

/** The tables and operations of the contents, learner states and attempts. */
export const contentModule = {
  migrations,
  commands: {
    publish,
    putState,
    removeState: (database: Database, { organisation, scope, dataType, subContentId }: StateAddress): void => {
      prepared(database, `DELETE FROM learner_state WHERE ${ofAttempt} AND data_type = ? AND sub_content_id = ?`).run(
        organisation,
        scope.person,
        scope.contentId,
        scope.registration,
        dataType,
        subContentId,
      );
    },
    forgetStates: (database: Database, { organisation, person }: { organisation: string; person: string }): number =>
      overwriting(
        database,
        () =>
          prepared(database, 'DELETE FROM learner_state WHERE organisation = ? AND person = ?').run(
            organisation,
            person,
          ).changes,
      ),
    forgetAttempts: (
      database: Database,
      { organisation, actors }: { organisation: string; actors: readonly AgentKey[] },
    ): number =>
      overwriting(
        database,
        () =>
          prepared(
            database,
            'DELETE FROM attempt WHERE organisation = ? AND actor IN (SELECT value FROM json_each(?))',
          ).run(organisation, JSON.stringify(actors)).changes,
      ),
    current,
    startOver,
    finish: (
      database: Database,
      { organisation, registration, now }: { organisation: string; registration: string; now: string },
    ): void => {
      prepared(
        database,
        'UPDATE attempt SET finished = ? WHERE organisation = ? AND registration = ? AND finished IS NULL',
      ).run(now, organisation, registration);
    },
  },
  queries: {
    list: (database: Database, { organisation }: { organisation: string }): readonly CatalogueEntry[] =>
      prepared<[string], DescriptionRow>(
        database,
        `SELECT description, version, published FROM content_version AS shown WHERE organisation = ?
        AND NOT EXISTS (SELECT 1 FROM content_version AS later WHERE later.organisation = shown.organisation AND later.id = shown.id AND later.version > shown.version)
        ORDER BY title, id`,
      )
        .all(organisation)
        .map(entryOf),
    find: (
      database: Database,
      { organisation, id }: { organisation: string; id: string },
    ): CatalogueEntry | undefined => {
      const row = prepared<[string, string], DescriptionRow>(
        database,
        'SELECT description, version, published FROM content_version WHERE organisation = ? AND id = ? ORDER BY version DESC LIMIT 1',
      ).get(organisation, id);
      return row === undefined ? undefined : entryOf(row);
    },
    read: (database: Database, { organisation, id, version }: VersionAddress): ContentVersion | undefined => {
      const row = prepared<unknown[], DescriptionRow & { parameters: string; metadata: string }>(
        database,
        'SELECT description, version, published, parameters, metadata FROM content_version WHERE organisation = ? AND id = ? AND version = ?',
      ).get(organisation, id, version);
      return row === undefined ? undefined : { ...entryOf(row), parameters: row.parameters, metadata: row.metadata };
    },
    readFile: (
      database: Database,
      { organisation, id, version, name }: VersionAddress & { name: string },
    ): ContentFile | undefined => {
      const row = prepared<unknown[], { content_type: string; bytes: Buffer }>(
        database,
        `SELECT content_type, bytes FROM content_file JOIN content_blob USING (organisation, hash)
         WHERE organisation = ? AND content = ? AND version = ? AND name = ?`,
      ).get(organisation, id, version, name);
      return row === undefined ? undefined : { name, contentType: row.content_type, bytes: row.bytes };
    },
    fileNames: (database: Database, { organisation, id, version }: VersionAddress): readonly string[] =>
      prepared<unknown[], string>(
        database,
        'SELECT name FROM content_file WHERE organisation = ? AND content = ? AND version = ? ORDER BY name',
      )
        .pluck()
        .all(organisation, id, version),
    findState: (
      database: Database,
      { organisation, scope, dataType, subContentId }: StateAddress,
    ): LearnerState | undefined => {
      const row = prepared<unknown[], StateRow>(
        database,
        `SELECT ${stateColumns} FROM learner_state WHERE ${ofAttempt} AND data_type = ? AND sub_content_id = ?`,
      ).get(organisation, scope.person, scope.contentId, scope.registration, dataType, subContentId);
      return row === undefined ? undefined : stateOf(row);
    },
    listStates: (
      database: Database,
      { organisation, scope }: { organisation: string; scope: AttemptScope },
    ): readonly LearnerState[] =>
      prepared<unknown[], StateRow>(
        database,
        `SELECT ${stateColumns} FROM learner_state WHERE ${ofAttempt} ORDER BY data_type, sub_content_id`,
      )
        .all(organisation, scope.person, scope.contentId, scope.registration)
        .map(stateOf),
    findAttempt: (
      database: Database,
      { organisation, registration }: { organisation: string; registration: string },
    ): Attempt | undefined => {
      const row = prepared<unknown[], AttemptRow>(
        database,
        `SELECT ${attemptColumns} FROM attempt WHERE organisation = ? AND registration = ?`,
      ).get(organisation, registration);
      return row === undefined ? undefined : attemptOf(row);
    },
    standingAttempt: (database: Database, input: Pick<Begin, 'organisation' | 'place'>): Attempt | undefined => {
      const row = standing(database, input);
      return row === undefined ? undefined : attemptOf(row);
    },
    listAttempts: (
      database: Database,
      { organisation, actors }: { organisation: string; actors: readonly AgentKey[] },
    ): readonly Attempt[] =>
      prepared<[string, string], AttemptRow>(
        database,
        `SELECT ${attemptColumns} FROM attempt WHERE organisation = ? AND actor IN (SELECT value FROM json_each(?))
        ORDER BY content, started, registration`,
      )
        .all(organisation, JSON.stringify(actors))
        .map(attemptOf),
  },
} satisfies SqliteModule;

/** The contents' port on an open SQLite database. */
export function contentStore(engine: Offers<'content', typeof contentModule>): ContentStore {
  const module = engine.module('content');
  return {
    contents: {
      publish: (organisation, draft, now) => module.execute('publish', { organisation, draft, now }),
      list: (organisation) => module.query('list', { organisation }),
      find: (organisation, id) => module.query('find', { organisation, id }),
      read: (organisation, id, version) => module.query('read', { organisation, id, version }),
      readFile: (organisation, id, version, name) => module.query('readFile', { organisation, id, version, name }),
      fileNames: (organisation, id, version) => module.query('fileNames', { organisation, id, version }),
    },
    states: {
      put: (organisation, scope, state, now, footing) =>
        module.execute('putState', { organisation, scope, state, now, footing }),
      remove: (organisation, scope, dataType, subContentId) =>
        module.execute('removeState', { organisation, scope, dataType, subContentId }),
      forget: (organisation, person) => module.execute('forgetStates', { organisation, person }),
      find: (organisation, scope, dataType, subContentId) =>
        module.query('findState', { organisation, scope, dataType, subContentId }),
      list: (organisation, scope) => module.query('listStates', { organisation, scope }),
    },
    attempts: {
      current: (organisation, place, fresh) => module.execute('current', { organisation, place, fresh }),
      startOver: (organisation, place, fresh) => module.execute('startOver', { organisation, place, fresh }),
      finish: (organisation, registration, now) => module.execute('finish', { organisation, registration, now }),
      forget: (organisation, actors) => module.execute('forgetAttempts', { organisation, actors }),
      find: (organisation, registration) => module.query('findAttempt', { organisation, registration }),
      standing: (organisation, place) => module.query('standingAttempt', { organisation, place }),
      list: (organisation, actors) => module.query('listAttempts', { organisation, actors }),
    },
  };
}
