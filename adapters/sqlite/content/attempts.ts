import type { Database } from 'better-sqlite3';
import {
  type Attempt,
  type AttemptDecision,
  type AttemptFindings,
  type AttemptKey,
  decideAttempt,
  decideRestart,
  type NewAttempt,
} from '../../../h5p-content/store/index.js';
import type { AgentKey } from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';
import { overwriting } from '../overwriting.js';
import { currentVersion } from './contents.js';

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

interface AttemptInput {
  readonly organisation: string;
  readonly place: AttemptKey;
}

interface Beginning extends AttemptInput {
  readonly fresh: NewAttempt;
}

const atPlace = 'organisation = ? AND actor = ? AND content = ? AND placement = ? AND superseded IS NULL';

function findCurrentAttempt(database: Database, { organisation, place }: AttemptInput): Attempt | undefined {
  const row = prepared<unknown[], AttemptRow>(database, `SELECT ${attemptColumns} FROM attempt WHERE ${atPlace}`).get(
    organisation,
    place.actor,
    place.contentId,
    place.placement,
  );
  return row === undefined ? undefined : attemptOf(row);
}

function findAttempt(
  database: Database,
  { organisation, registration }: { organisation: string; registration: string },
): Attempt | undefined {
  const row = prepared<unknown[], AttemptRow>(
    database,
    `SELECT ${attemptColumns} FROM attempt WHERE organisation = ? AND registration = ?`,
  ).get(organisation, registration);
  return row === undefined ? undefined : attemptOf(row);
}

/** Finds what the rule needs, and writes what it decides. */
function decided(
  database: Database,
  { organisation, place, fresh }: Beginning,
  decide: (findings: AttemptFindings) => AttemptDecision,
): Attempt | undefined {
  const { kind, attempt } = decide({
    place,
    fresh,
    current: findCurrentAttempt(database, { organisation, place }),
    registered: findAttempt(database, { organisation, registration: fresh.registration }),
    version: currentVersion(database, organisation, place.contentId),
  });
  if (kind === 'answer') return attempt;
  const { registration, actor, contentId, placement, version, started } = attempt;
  prepared(database, `UPDATE attempt SET superseded = ? WHERE ${atPlace}`).run(
    started,
    organisation,
    actor,
    contentId,
    placement,
  );
  prepared(
    database,
    'INSERT INTO attempt (organisation, registration, actor, content, placement, version, started) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(organisation, registration, actor, contentId, placement, version, started);
  return attempt;
}

export const attemptCommands = {
  ensureAttempt: (database: Database, input: Beginning): Attempt | undefined => decided(database, input, decideAttempt),
  restartAttempt: (database: Database, input: Beginning): Attempt | undefined =>
    decided(database, input, decideRestart),
  finishAttempt: (
    database: Database,
    { organisation, registration, now }: { organisation: string; registration: string; now: string },
  ): void => {
    prepared(
      database,
      'UPDATE attempt SET finished = ? WHERE organisation = ? AND registration = ? AND finished IS NULL',
    ).run(now, organisation, registration);
  },
  eraseAttempts: (
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
};

export const attemptQueries = {
  findAttempt,
  findCurrentAttempt,
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
};
