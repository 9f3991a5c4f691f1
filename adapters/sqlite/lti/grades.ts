import type { Database } from 'better-sqlite3';
import type { OrganisationId, Partition, Position } from '../../../lrs/store/index.js';
import type {
  ClaimedGrade,
  Grade,
  GradeCell,
  GradeIntake,
  GradeOutcome,
  GradePageRequest,
  GradeScore,
} from '../../../lti-tool/store/index.js';
import { prepared, type SqliteModule } from '../engine/index.js';
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

const fields = `organisation, id, platform, deployment_id, line_item, subject, registration, statement, score_given, score_maximum, activity_progress,
  grading_progress, timestamp, state, revision, attempts, next_try, last_error, last_timestamp`;

function grade(row: Row): Grade {
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

/** Whether a waiting row's platform is not switched off; one that is gone does not hold it back, so that the sender sees it is gone. */
const notHeld =
  'NOT EXISTS (SELECT 1 FROM tool_platform held WHERE held.organisation = tool_grade.organisation AND held.id = tool_grade.platform AND held.active = 0)';

function takeScore(database: Database, score: GradeScore & { readonly id: string }, now: string): void {
  prepared(
    database,
    `INSERT INTO tool_grade (organisation, id, platform, deployment_id, line_item, subject, registration, statement, score_given, score_maximum,
      activity_progress, grading_progress, timestamp, state, revision, attempts, next_try)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 1, 0, ?)
    ON CONFLICT (organisation, platform, line_item, subject) DO UPDATE SET
      deployment_id = excluded.deployment_id, registration = excluded.registration, statement = excluded.statement,
      score_given = excluded.score_given, score_maximum = excluded.score_maximum, activity_progress = excluded.activity_progress,
      grading_progress = excluded.grading_progress, timestamp = excluded.timestamp, state = 'waiting', revision = revision + 1, attempts = 0,
      next_try = excluded.next_try, last_error = NULL
    WHERE CASE
      WHEN excluded.grading_progress = 'FullyGraded' THEN tool_grade.grading_progress <> 'FullyGraded'
        OR excluded.score_given * tool_grade.score_maximum > tool_grade.score_given * excluded.score_maximum
      ELSE tool_grade.grading_progress <> 'FullyGraded' AND excluded.activity_progress = 'Completed' AND tool_grade.activity_progress <> 'Completed' END`,
  ).run(
    score.organisation,
    score.id,
    score.platform,
    score.deploymentId,
    score.lineItem,
    score.subject,
    score.registration,
    score.statement,
    score.scoreGiven,
    score.scoreMaximum,
    score.activityProgress,
    score.gradingProgress,
    score.timestamp,
    now,
  );
}

function settle(
  database: Database,
  input: { organisation: OrganisationId; id: string; lease: string; revision: number; outcome: GradeOutcome },
): boolean {
  const { organisation, id, lease, revision, outcome } = input;
  const held = prepared<[string, string, string], { revision: number }>(
    database,
    'SELECT revision FROM tool_grade WHERE organisation = ? AND id = ? AND lease = ?',
  ).get(organisation, id, lease);
  if (held === undefined) return false;
  const free = 'lease = NULL, lease_until = NULL';
  const where = 'WHERE organisation = ? AND id = ?';
  if (outcome.kind === 'sent') {
    prepared(database, `UPDATE tool_grade SET ${free}, last_timestamp = ? ${where}`).run(
      outcome.timestamp,
      organisation,
      id,
    );
    if (held.revision === revision)
      prepared(database, `UPDATE tool_grade SET state = 'sent', last_error = NULL ${where}`).run(organisation, id);
    return true;
  }
  if (held.revision !== revision || outcome.kind === 'released') {
    prepared(database, `UPDATE tool_grade SET ${free} ${where}`).run(organisation, id);
  } else if (outcome.kind === 'failed' || outcome.kind === 'declined') {
    prepared(
      database,
      `UPDATE tool_grade SET ${free}, state = ?, attempts = attempts + 1, last_error = ? ${where}`,
    ).run(outcome.kind, outcome.error, organisation, id);
  } else {
    prepared(
      database,
      `UPDATE tool_grade SET ${free}, attempts = attempts + 1, next_try = ?, last_error = ? ${where}`,
    ).run(outcome.nextTry, outcome.error, organisation, id);
  }
  if (outcome.kind === 'retry' && outcome.notBefore !== undefined) {
    prepared(database, `UPDATE tool_grade SET last_timestamp = MAX(COALESCE(last_timestamp, ''), ?) ${where}`).run(
      outcome.notBefore,
      organisation,
      id,
    );
  }
  return true;
}

export const grades = {
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
  ],
  commands: {
    takeGrades: (database: Database, intake: GradeIntake): boolean => {
      prepared(database, 'INSERT OR IGNORE INTO tool_grade_cursor (partition, position) VALUES (?, 0)').run(
        intake.partition,
      );
      const moved = prepared(
        database,
        'UPDATE tool_grade_cursor SET position = ? WHERE partition = ? AND position = ?',
      ).run(intake.to, intake.partition, intake.from);
      if (moved.changes === 0) return false;
      for (const score of intake.scores) takeScore(database, score, intake.now);
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
    },
    claimGrades: (
      database: Database,
      { now, lease, leaseUntil, limit }: { now: string; lease: string; leaseUntil: string; limit: number },
    ): ClaimedGrade[] => {
      const due = prepared<[string, string, number], Row>(
        database,
        `SELECT ${fields} FROM tool_grade
        WHERE state = 'waiting' AND next_try <= ? AND (lease_until IS NULL OR lease_until <= ?) AND ${notHeld} ORDER BY next_try, organisation, id LIMIT ?`,
      ).all(now, now, limit);
      const claim = prepared(
        database,
        'UPDATE tool_grade SET lease = ?, lease_until = ? WHERE organisation = ? AND id = ?',
      );
      for (const { organisation, id } of due) claim.run(lease, leaseUntil, organisation, id);
      return due.map((row) => ({ ...grade(row), lease }));
    },
    settleGrade: settle,
    replayFailedGrades: (
      database: Database,
      { organisation, platform, now }: { organisation: OrganisationId; platform: string | undefined; now: string },
    ): number =>
      prepared(
        database,
        `UPDATE tool_grade SET state = 'waiting', attempts = 0, next_try = ? WHERE organisation = ? AND state = 'failed' AND (? IS NULL OR platform = ?)`,
      ).run(now, organisation, platform ?? null, platform ?? null).changes,
    replayGrade: (
      database: Database,
      { organisation, id, now }: { organisation: OrganisationId; id: string; now: string },
    ): boolean =>
      prepared(
        database,
        `UPDATE tool_grade SET state = 'waiting', attempts = 0, next_try = ? WHERE organisation = ? AND id = ? AND state IN ('failed', 'declined')`,
      ).run(now, organisation, id).changes === 1,
  },
  queries: {
    gradeCursor: (database: Database, { partition }: { partition: Partition }): Position =>
      prepared<[number], { position: number }>(
        database,
        'SELECT position FROM tool_grade_cursor WHERE partition = ?',
      ).get(partition)?.position ?? 0,
    findGrade: (
      database: Database,
      { organisation, cell: { platform, lineItem, subject } }: { organisation: OrganisationId; cell: GradeCell },
    ): Grade | undefined => {
      const row = prepared<[string, string, string, string], Row>(
        database,
        `SELECT ${fields} FROM tool_grade WHERE organisation = ? AND platform = ? AND line_item = ? AND subject = ?`,
      ).get(organisation, platform, lineItem, subject);
      return row === undefined ? undefined : grade(row);
    },
    listGrades: (database: Database, { organisation }: { organisation: OrganisationId }): Grade[] =>
      prepared<[string], Row>(database, `SELECT ${fields} FROM tool_grade WHERE organisation = ? ORDER BY id`)
        .all(organisation)
        .map(grade),
    gradePage: (
      database: Database,
      {
        organisation,
        request: { states, platform, after, limit },
      }: { organisation: OrganisationId; request: GradePageRequest },
    ): Grade[] =>
      prepared<unknown[], Row>(
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
        .map(grade),
    countGradesOf: (
      database: Database,
      { organisation }: { organisation: OrganisationId },
    ): Record<Grade['state'], number> => ({
      waiting: 0,
      sent: 0,
      failed: 0,
      declined: 0,
      ...Object.fromEntries(
        prepared<[string], { state: string; count: number }>(
          database,
          'SELECT state, count(*) AS count FROM tool_grade WHERE organisation = ? GROUP BY state',
        )
          .all(organisation)
          .map(({ state, count }) => [state, count]),
      ),
    }),
    nextDueGrade: (database: Database): string | undefined =>
      prepared<[], { due: string | null }>(
        database,
        `SELECT MIN(MAX(next_try, COALESCE(lease_until, ''))) AS due FROM tool_grade WHERE state = 'waiting' AND ${notHeld}`,
      ).get()?.due ?? undefined,
    countGrades: (database: Database): { waiting: number; failed: number } =>
      prepared<[], { waiting: number; failed: number }>(
        database,
        `SELECT (SELECT count(*) FROM tool_grade WHERE state = 'waiting') AS waiting,
        (SELECT count(*) FROM tool_grade WHERE state = 'failed') AS failed`,
      ).get()!,
  },
} satisfies SqliteModule;
