import type { Database } from 'better-sqlite3';
import type { OrganisationId, Partition, Position } from '../../../lrs/store/index.js';
import {
  type ClaimedGrade,
  type Grade,
  type GradeKey,
  type GradeClaim,
  type GradeIntake,
  type GradeOutcome,
  type GradePageRequest,
  type GradeReplay,
  intakeStanding,
  type StoredLease,
  latestGradeDue,
  latestLeaseEnd,
  type LtiStore,
  replayedGrade,
  scoredGrade,
  settledGrade,
  settlementOf,
} from '../../../lti-tool/store/index.js';
import { type Offers, prepared, type SqliteModule } from '../engine/index.js';
import { overwriting } from '../overwriting.js';

interface Row {
  organisation: OrganisationId;
  id: string;
  platform: string;
  deployment_id: string;
  line_item: string;
  subject: string;
  registration: string;
  statement: string;
  score_given: number;
  score_maximum: number;
  activity_progress: Grade['activityProgress'];
  grading_progress: Grade['gradingProgress'];
  timestamp: string;
  state: Grade['state'];
  revision: number;
  attempts: number;
  next_try: string;
  last_error: string | null;
  last_timestamp: string | null;
}

/** Without `lease_until` the lease has been settled. */
interface LeaseRow {
  lease: string | null;
  lease_until: string | null;
}

interface GradeInput {
  readonly organisation: OrganisationId;
  readonly id: string;
}

const fields = `organisation, id, platform, deployment_id, line_item, subject, registration, statement, score_given, score_maximum, activity_progress,
  grading_progress, timestamp, state, revision, attempts, next_try, last_error, last_timestamp`;

function gradeOf(row: Row): Grade {
  return {
    organisation: row.organisation,
    id: row.id,
    platform: row.platform,
    deploymentId: row.deployment_id,
    lineItem: row.line_item,
    subject: row.subject,
    registration: row.registration,
    statement: row.statement,
    scoreGiven: row.score_given,
    scoreMaximum: row.score_maximum,
    activityProgress: row.activity_progress,
    gradingProgress: row.grading_progress,
    timestamp: row.timestamp,
    state: row.state,
    revision: row.revision,
    attempts: row.attempts,
    nextTry: row.next_try,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    ...(row.last_timestamp === null ? {} : { lastTimestamp: row.last_timestamp }),
  };
}

/**
 * True if a waiting row's platform is not switched off; a missing platform does not hold it back, so that the sender
 * finds out.
 */
const notHeld =
  'NOT EXISTS (SELECT 1 FROM tool_platform held WHERE held.organisation = tool_grade.organisation AND held.id = tool_grade.platform AND held.active = 0)';

function find(
  database: Database,
  { organisation, key: { platform, lineItem, subject } }: { organisation: OrganisationId; key: GradeKey },
): Grade | undefined {
  const row = prepared<[string, string, string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_grade WHERE organisation = ? AND platform = ? AND line_item = ? AND subject = ?`,
  ).get(organisation, platform, lineItem, subject);
  return row && gradeOf(row);
}

function findById(database: Database, { organisation, id }: GradeInput): Grade | undefined {
  const row = prepared<[string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_grade WHERE organisation = ? AND id = ?`,
  ).get(organisation, id);
  return row && gradeOf(row);
}

/** Its lease and its last replay stay as they are. */
function write(database: Database, grade: Grade): void {
  prepared(
    database,
    `INSERT INTO tool_grade (${fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (organisation, id) DO UPDATE SET deployment_id = excluded.deployment_id, registration = excluded.registration,
      statement = excluded.statement, score_given = excluded.score_given, score_maximum = excluded.score_maximum,
      activity_progress = excluded.activity_progress, grading_progress = excluded.grading_progress, timestamp = excluded.timestamp,
      state = excluded.state, revision = excluded.revision, attempts = excluded.attempts, next_try = excluded.next_try,
      last_error = excluded.last_error, last_timestamp = excluded.last_timestamp`,
  ).run(
    grade.organisation,
    grade.id,
    grade.platform,
    grade.deploymentId,
    grade.lineItem,
    grade.subject,
    grade.registration,
    grade.statement,
    grade.scoreGiven,
    grade.scoreMaximum,
    grade.activityProgress,
    grade.gradingProgress,
    grade.timestamp,
    grade.state,
    grade.revision,
    grade.attempts,
    grade.nextTry,
    grade.lastError ?? null,
    grade.lastTimestamp ?? null,
  );
}

function findCursor(database: Database, { partition }: { partition: Partition }): Position {
  return (
    prepared<[number], number>(database, 'SELECT position FROM tool_grade_cursor WHERE partition = ?')
      .pluck()
      .get(partition) ?? 0
  );
}

function take(database: Database, intake: GradeIntake): boolean {
  const standing = intakeStanding(findCursor(database, intake), intake);
  if (standing !== 'take') return standing === 'taken';
  prepared(database, 'INSERT OR REPLACE INTO tool_grade_cursor (partition, position) VALUES (?, ?)').run(
    intake.partition,
    intake.to,
  );
  for (const score of intake.scores) {
    const existing = find(database, { organisation: score.organisation, key: score });
    const scored = scoredGrade(existing, score, intake.now);
    if (scored !== existing) write(database, scored);
  }
  if (intake.withdrawn.length > 0) {
    const withdraw = prepared(
      database,
      `DELETE FROM tool_grade WHERE organisation = ? AND statement = ? AND state = 'waiting'`,
    );
    overwriting(database, () => {
      for (const { organisation, statement } of intake.withdrawn) withdraw.run(organisation, statement);
    });
  }
  return true;
}

const dueFirst = 'ORDER BY next_try, organisation, id';

function claim(database: Database, { lease, limit, now }: GradeClaim): ClaimedGrade[] {
  const claimed = (rows: readonly Row[]): ClaimedGrade[] => rows.map((row) => ({ ...gradeOf(row), lease: lease.id }));
  const held = prepared<[string, string], Row>(
    database,
    `SELECT ${fields} FROM tool_grade WHERE lease = ? AND lease_until IS NOT NULL AND lease_until > ? ${dueFirst}`,
  ).all(lease.id, now);
  if (held.length > 0) return claimed(held);
  const due = prepared<unknown[], Row>(
    database,
    `SELECT ${fields} FROM tool_grade WHERE state = 'waiting' AND (next_try <= ? OR next_try > ?)
    AND (lease_until IS NULL OR lease_until <= ? OR lease_until > ?) AND ${notHeld} ${dueFirst} LIMIT ?`,
  ).all(now, latestGradeDue(now), now, latestLeaseEnd(now), limit);
  const mark = prepared(database, 'UPDATE tool_grade SET lease = ?, lease_until = ? WHERE organisation = ? AND id = ?');
  for (const { organisation, id } of due) mark.run(lease.id, lease.until, organisation, id);
  return claimed(due);
}

interface Settlement extends GradeInput {
  readonly lease: string;
  readonly revision: number;
  readonly outcome: GradeOutcome;
}

function findLease(database: Database, { organisation, id }: GradeInput): StoredLease | undefined {
  const row = prepared<[string, string], LeaseRow>(
    database,
    'SELECT lease, lease_until FROM tool_grade WHERE organisation = ? AND id = ?',
  ).get(organisation, id);
  if (row === undefined || row.lease === null) return undefined;
  return { id: row.lease, ...(row.lease_until === null ? {} : { until: row.lease_until }) };
}

function settle(database: Database, { organisation, id, lease, revision, outcome }: Settlement): boolean {
  const grade = findById(database, { organisation, id });
  const settlement = settlementOf(findLease(database, { organisation, id }), lease);
  if (grade === undefined || settlement !== 'settle') return settlement === 'settled';
  const settled = settledGrade(grade, revision, outcome);
  if (settled !== grade) write(database, settled);
  prepared(database, 'UPDATE tool_grade SET lease_until = NULL WHERE organisation = ? AND id = ?').run(
    organisation,
    id,
  );
  return true;
}

/** Number of these grades that a replay has reached: now, or before it was repeated. */
function replayRows(
  database: Database,
  rows: readonly (Row & { readonly replay: string | null })[],
  { id: replay, now }: GradeReplay,
  states: readonly Grade['state'][],
): number {
  let reached = 0;
  for (const row of rows) {
    if (row.replay === replay) {
      reached += 1;
    } else if (states.includes(row.state)) {
      write(database, replayedGrade(gradeOf(row), now));
      prepared(database, 'UPDATE tool_grade SET replay = ? WHERE organisation = ? AND id = ?').run(
        replay,
        row.organisation,
        row.id,
      );
      reached += 1;
    }
  }
  return reached;
}

function replay(
  database: Database,
  { organisation, id, replay: wanted }: GradeInput & { readonly replay: GradeReplay },
): boolean {
  const rows = prepared<[string, string], Row & { replay: string | null }>(
    database,
    `SELECT ${fields}, replay FROM tool_grade WHERE organisation = ? AND id = ?`,
  ).all(organisation, id);
  return replayRows(database, rows, wanted, ['failed', 'declined']) === 1;
}

interface ReplayOfFailed {
  readonly organisation: OrganisationId;
  readonly platform: string | undefined;
  readonly replay: GradeReplay;
}

function replayFailed(database: Database, { organisation, platform, replay: wanted }: ReplayOfFailed): number {
  const rows = prepared<unknown[], Row & { replay: string | null }>(
    database,
    `SELECT ${fields}, replay FROM tool_grade WHERE organisation = ? AND (state = 'failed' OR replay = ?) AND (? IS NULL OR platform = ?)`,
  ).all(organisation, wanted.id, platform ?? null, platform ?? null);
  return replayRows(database, rows, wanted, ['failed']);
}

function countByState(
  database: Database,
  { organisation }: { organisation: OrganisationId },
): Record<Grade['state'], number> {
  const rows = prepared<[string], { state: string; count: number }>(
    database,
    'SELECT state, count(*) AS count FROM tool_grade WHERE organisation = ? GROUP BY state',
  ).all(organisation);
  return {
    waiting: 0,
    sent: 0,
    failed: 0,
    declined: 0,
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
  };
}

interface PageOf {
  readonly organisation: OrganisationId;
  readonly request: GradePageRequest;
}

function listPage(database: Database, { organisation, request: { states, platform, after, limit } }: PageOf): Grade[] {
  return prepared<unknown[], Row>(
    database,
    `SELECT ${fields} FROM tool_grade WHERE organisation = ? AND (? IS NULL OR state IN (SELECT value FROM json_each(?)))
    AND (? IS NULL OR platform = ?) AND (? IS NULL OR (timestamp, id) < (?, ?)) ORDER BY timestamp DESC, id DESC LIMIT ?`,
  )
    .all(
      organisation,
      states === undefined ? null : 1,
      JSON.stringify(states ?? []),
      platform ?? null,
      platform ?? null,
      after === undefined ? null : 1,
      after?.timestamp ?? '',
      after?.id ?? '',
      limit,
    )
    .map(gradeOf);
}

/** The grade queue, in SQLite. */
export const gradesModule = {
  migrations: [
    {
      name: 'tool-grades-1',
      sql: `
      CREATE TABLE tool_grade (
        organisation TEXT NOT NULL, id TEXT NOT NULL, platform TEXT NOT NULL, deployment_id TEXT NOT NULL, line_item TEXT NOT NULL, subject TEXT NOT NULL,
        registration TEXT NOT NULL, statement TEXT NOT NULL, score_given REAL NOT NULL, score_maximum REAL NOT NULL, activity_progress TEXT NOT NULL,
        grading_progress TEXT NOT NULL, timestamp TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL, attempts INTEGER NOT NULL,
        next_try TEXT NOT NULL, last_error TEXT, last_timestamp TEXT, lease TEXT, lease_until TEXT,
        PRIMARY KEY (organisation, id), UNIQUE (organisation, platform, line_item, subject)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tool_grade_due ON tool_grade (next_try) WHERE state = 'waiting';
      CREATE INDEX tool_grade_statement ON tool_grade (organisation, statement) WHERE state = 'waiting';
      CREATE TABLE tool_grade_cursor (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT;`,
    },
    {
      name: 'tool-grades-2',
      sql: `CREATE INDEX tool_grade_failed ON tool_grade (state) WHERE state = 'failed';`,
    },
    {
      name: 'lti-grades-replays-1',
      sql: `
      ALTER TABLE tool_grade ADD COLUMN replay TEXT;
      CREATE INDEX tool_grade_lease ON tool_grade (lease) WHERE lease_until IS NOT NULL;`,
    },
  ],
  commands: { take, claim, settle, replay, replayFailed },
  queries: {
    findCursor,
    find,
    list: (database: Database, { organisation }: { organisation: OrganisationId }): Grade[] =>
      prepared<[string], Row>(database, `SELECT ${fields} FROM tool_grade WHERE organisation = ? ORDER BY id`)
        .all(organisation)
        .map(gradeOf),
    listPage,
    countByState,
    findNextDue: (database: Database): string | undefined =>
      prepared<[], { due: string | null }>(
        database,
        `SELECT MIN(MAX(next_try, COALESCE(lease_until, ''))) AS due FROM tool_grade WHERE state = 'waiting' AND ${notHeld}`,
      ).get()?.due ?? undefined,
    countQueued: (database: Database): { waiting: number; failed: number } =>
      prepared<[], { waiting: number; failed: number }>(
        database,
        `SELECT (SELECT count(*) FROM tool_grade WHERE state = 'waiting') AS waiting,
        (SELECT count(*) FROM tool_grade WHERE state = 'failed') AS failed`,
      ).get()!,
  },
} satisfies SqliteModule;

/** The grades of the LTI port. */
export function gradeStore(engine: Offers<'grades', typeof gradesModule>): LtiStore['grades'] {
  const module = engine.module('grades');
  return {
    takeGrades: (intake) => module.execute('take', intake),
    claimGrades: (requested) => module.execute('claim', requested),
    settleGrade: (organisation, id, lease, revision, outcome) =>
      module.execute('settle', { organisation, id, lease, revision, outcome }),
    replayGrade: (organisation, id, wanted) => module.execute('replay', { organisation, id, replay: wanted }),
    replayFailedGrades: (organisation, platform, wanted) =>
      module.execute('replayFailed', { organisation, platform, replay: wanted }),
    findGradeCursor: (partition) => module.query('findCursor', { partition }),
    findGrade: (organisation, key) => module.query('find', { organisation, key }),
    listGrades: (organisation) => module.query('list', { organisation }),
    listGradePage: (organisation, request) => module.query('listPage', { organisation, request }),
    countGrades: (organisation) => module.query('countByState', { organisation }),
    findNextDueGrade: () => module.query('findNextDue', undefined),
    countQueuedGrades: () => module.query('countQueued', undefined),
  };
}
