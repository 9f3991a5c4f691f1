import type { Database } from 'better-sqlite3';
import {
  type AttemptScope,
  decideState,
  type LearnerState,
  type StatePrecondition,
} from '../../../h5p-content/store/index.js';
import { prepared } from '../engine/index.js';
import { overwriting } from '../overwriting.js';

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

function findState(
  database: Database,
  { organisation, scope, dataType, subContentId }: StateAddress,
): LearnerState | undefined {
  const row = prepared<unknown[], StateRow>(
    database,
    `SELECT ${stateColumns} FROM learner_state WHERE ${ofAttempt} AND data_type = ? AND sub_content_id = ?`,
  ).get(organisation, scope.person, scope.contentId, scope.registration, dataType, subContentId);
  return row === undefined ? undefined : stateOf(row);
}

interface StateWrite {
  readonly organisation: string;
  readonly scope: AttemptScope;
  readonly state: Omit<LearnerState, 'revision' | 'writer'>;
  readonly now: string;
  readonly precondition: StatePrecondition | undefined;
}

function writeState(
  database: Database,
  { organisation, scope, state, now, precondition }: StateWrite,
): number | undefined {
  const { dataType, subContentId, preload, data } = state;
  const decision = decideState(
    findState(database, { organisation, scope, dataType, subContentId }),
    state,
    precondition,
  );
  if (decision.kind === 'refuse') return undefined;
  if (decision.kind === 'write')
    prepared(
      database,
      `INSERT INTO learner_state (organisation, person, content, registration, data_type, sub_content_id, preload, revision, updated, data, page, serial)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET preload = excluded.preload, revision = excluded.revision, updated = excluded.updated, data = excluded.data, page = excluded.page, serial = excluded.serial`,
    ).run(
      organisation,
      scope.person,
      scope.contentId,
      scope.registration,
      dataType,
      subContentId,
      preload ? 1 : 0,
      decision.revision,
      now,
      data,
      precondition?.writer.page ?? null,
      precondition?.writer.serial ?? null,
    );
  return decision.revision;
}

function removeState(database: Database, { organisation, scope, dataType, subContentId }: StateAddress): void {
  prepared(database, `DELETE FROM learner_state WHERE ${ofAttempt} AND data_type = ? AND sub_content_id = ?`).run(
    organisation,
    scope.person,
    scope.contentId,
    scope.registration,
    dataType,
    subContentId,
  );
}

export const stateCommands = {
  writeState,
  removeState,
  eraseStates: (database: Database, { organisation, person }: { organisation: string; person: string }): number =>
    overwriting(
      database,
      () =>
        prepared(database, 'DELETE FROM learner_state WHERE organisation = ? AND person = ?').run(organisation, person)
          .changes,
    ),
};

export const stateQueries = {
  findState,
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
};
