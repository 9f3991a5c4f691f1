import type { Database } from 'better-sqlite3';
import { groupBy } from '../../base/index.js';
import {
  type CompetencyStore,
  type Evidence,
  type EvidenceChange,
  type ProjectionState,
  type ProjectionStep,
  projectionStepStanding,
  type RebuildId,
} from '../../competency/store/index.js';
import type { AgentKey, OrganisationId, Partition } from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { overwriting } from './overwriting.js';

// A generation is one making of a partition's evidence: what readers see is `live`, a rebuild prepares the next
// one beside it, and finishing it changes two words in competency_projection.
const schema = `
  CREATE TABLE competency_projection (
    generation INTEGER PRIMARY KEY AUTOINCREMENT,
    partition INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('live', 'rebuild', 'discarded')),
    position INTEGER NOT NULL,
    recipe TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX competency_projection_role ON competency_projection (partition, role) WHERE role <> 'discarded';

  CREATE TABLE competency_evidence (
    generation INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    actor TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    position INTEGER NOT NULL,
    framework TEXT NOT NULL,
    code TEXT NOT NULL,
    statement TEXT NOT NULL,
    activity TEXT NOT NULL,
    activity_name TEXT,
    registration TEXT,
    stored TEXT NOT NULL,
    verb TEXT NOT NULL,
    scaled REAL,
    success INTEGER,
    level INTEGER NOT NULL,
    course TEXT,
    PRIMARY KEY (generation, organisation, actor, timestamp, position, framework, code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX competency_evidence_statement ON competency_evidence (statement, organisation, generation);

  CREATE TABLE competency_void (
    generation INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (generation, organisation, statement)
  ) STRICT, WITHOUT ROWID;
`;

interface GenerationRow {
  readonly generation: number;
  /** The rebuild that made it; null for evidence that was never rebuilt. */
  readonly rebuild: RebuildId | null;
  readonly position: number;
  readonly projectionVersion: string;
}

interface EvidenceRow {
  readonly organisation: string;
  readonly actor: string;
  readonly timestamp: string;
  readonly position: number;
  readonly framework: string;
  readonly code: string;
  readonly statement: string;
  readonly activity: string;
  readonly activity_name: string | null;
  readonly registration: string | null;
  readonly stored: string;
  readonly verb: string;
  readonly scaled: number | null;
  readonly success: number | null;
  readonly level: number;
  readonly course: string | null;
}

function generationOf(database: Database, partition: Partition, role: 'live' | 'rebuild'): GenerationRow | undefined {
  return prepared<[number, string], GenerationRow>(
    database,
    'SELECT generation, rebuild, position, recipe AS projectionVersion FROM competency_projection WHERE partition = ? AND role = ?',
  ).get(partition, role);
}

function addGeneration(
  database: Database,
  partition: Partition,
  projectionVersion: string,
  rebuild: RebuildId | undefined,
): number {
  return Number(
    prepared<[number, string, string, string | null]>(
      database,
      'INSERT INTO competency_projection (partition, role, position, recipe, rebuild) VALUES (?, ?, 0, ?, ?)',
    ).run(partition, rebuild === undefined ? 'live' : 'rebuild', projectionVersion, rebuild ?? null).lastInsertRowid,
  );
}

function discardGeneration(database: Database, generation: number): void {
  prepared<[number]>(database, "UPDATE competency_projection SET role = 'discarded' WHERE generation = ?").run(
    generation,
  );
}

function isVoided(database: Database, generation: number, organisation: string, statement: string): boolean {
  return (
    prepared<[number, string, string]>(
      database,
      'SELECT 1 FROM competency_void WHERE generation = ? AND organisation = ? AND statement = ?',
    ).get(generation, organisation, statement) !== undefined
  );
}

function add(database: Database, generation: number, evidence: Evidence): void {
  if (isVoided(database, generation, evidence.organisation, evidence.statement)) return;
  prepared<object>(
    database,
    `
    INSERT OR REPLACE INTO competency_evidence VALUES (:generation, :organisation, :actor, :timestamp, :position, :framework, :code,
      :statement, :activity, :activityName, :registration, :stored, :verb, :scaled, :success, :level, :course)`,
  ).run({
    ...evidence,
    generation,
    activityName: evidence.activityName === undefined ? null : JSON.stringify(evidence.activityName),
    registration: evidence.registration ?? null,
    scaled: evidence.scaled ?? null,
    success: evidence.success === undefined ? null : Number(evidence.success),
    course: evidence.course ?? null,
  });
}

function apply(database: Database, generation: number, change: EvidenceChange): void {
  if (change.kind === 'add') {
    add(database, generation, change.evidence);
    return;
  }
  const target = [generation, change.organisation, change.statement] as const;
  // Without statistics SQLite would take the key's prefix and read a whole organisation.
  overwriting(database, () =>
    prepared<[number, string, string]>(
      database,
      'DELETE FROM competency_evidence INDEXED BY competency_evidence_statement WHERE generation = ? AND organisation = ? AND statement = ?',
    ).run(...target),
  );
  if (change.kind === 'void')
    prepared<[number, string, string]>(database, 'INSERT OR IGNORE INTO competency_void VALUES (?, ?, ?)').run(
      ...target,
    );
}

function commit(
  database: Database,
  { partition, target, from, to, changes, projectionVersion }: ProjectionStep,
): 'committed' | 'stale' {
  const found = generationOf(database, partition, target === 'live' ? 'live' : 'rebuild');
  if (target !== 'live' && found?.rebuild !== target) return 'stale';
  const standing = projectionStepStanding(found?.position ?? 0, { from, to });
  if (standing !== 'apply') return standing === 'applied' ? 'committed' : 'stale';
  const generation = found?.generation ?? addGeneration(database, partition, projectionVersion, undefined);
  for (const change of changes) apply(database, generation, change);
  prepared<[number, number]>(database, 'UPDATE competency_projection SET position = ? WHERE generation = ?').run(
    to,
    generation,
  );
  return 'committed';
}

function beginRebuild(
  database: Database,
  { partition, rebuild, projectionVersion }: { partition: Partition; rebuild: RebuildId; projectionVersion: string },
): void {
  const isKnown = prepared<[string]>(database, 'SELECT 1 FROM competency_projection WHERE rebuild = ?').get(rebuild);
  if (isKnown !== undefined) return;
  const earlier = generationOf(database, partition, 'rebuild');
  if (earlier !== undefined) discardGeneration(database, earlier.generation);
  addGeneration(database, partition, projectionVersion, rebuild);
}

function finishRebuild(
  database: Database,
  { partition, rebuild }: { partition: Partition; rebuild: RebuildId },
): 'finished' | 'behind' | 'abandoned' {
  const live = generationOf(database, partition, 'live');
  if (live?.rebuild === rebuild) return 'finished';
  const next = generationOf(database, partition, 'rebuild');
  if (next?.rebuild !== rebuild) return 'abandoned';
  if (next.position !== (live?.position ?? 0)) return 'behind';
  if (live !== undefined) discardGeneration(database, live.generation);
  prepared<[number]>(database, "UPDATE competency_projection SET role = 'live' WHERE generation = ?").run(
    next.generation,
  );
  return 'finished';
}

function discard(database: Database, limit: number): boolean {
  const generation = prepared<[], number>(
    database,
    "SELECT generation FROM competency_projection WHERE role = 'discarded' LIMIT 1",
  )
    .pluck()
    .get();
  if (generation === undefined) return false;
  const evidence = prepared<[number, number, number]>(
    database,
    `
    DELETE FROM competency_evidence WHERE generation = ? AND (organisation, actor, timestamp, position, framework, code) IN (
      SELECT organisation, actor, timestamp, position, framework, code FROM competency_evidence WHERE generation = ? LIMIT ?)`,
  ).run(generation, generation, limit).changes;
  if (evidence === limit) return true;
  const voids = prepared<[number, number, number]>(
    database,
    `
    DELETE FROM competency_void WHERE generation = ? AND (organisation, statement) IN (
      SELECT organisation, statement FROM competency_void WHERE generation = ? LIMIT ?)`,
  ).run(generation, generation, limit).changes;
  if (voids === limit) return true;
  prepared<[number]>(database, 'DELETE FROM competency_projection WHERE generation = ?').run(generation);
  return (
    prepared<[]>(database, "SELECT 1 FROM competency_projection WHERE role = 'discarded' LIMIT 1").get() !== undefined
  );
}

function evidenceFrom(row: EvidenceRow): Evidence {
  return {
    organisation: row.organisation as OrganisationId,
    actor: row.actor as AgentKey,
    framework: row.framework,
    code: row.code,
    activity: row.activity,
    ...(row.activity_name === null
      ? {}
      : { activityName: JSON.parse(row.activity_name) as Readonly<Record<string, string>> }),
    ...(row.registration === null ? {} : { registration: row.registration }),
    statement: row.statement,
    position: row.position,
    timestamp: row.timestamp,
    stored: row.stored,
    verb: row.verb,
    ...(row.scaled === null ? {} : { scaled: row.scaled }),
    ...(row.success === null ? {} : { success: row.success === 1 }),
    level: row.level,
    ...(row.course === null ? {} : { course: row.course }),
  };
}

function evidence(
  database: Database,
  { organisation, actors }: { organisation: OrganisationId; actors: readonly AgentKey[] },
): Map<AgentKey, Evidence[]> {
  const rows = prepared<[string, string], EvidenceRow>(
    database,
    `
    SELECT * FROM competency_evidence
    WHERE generation IN (SELECT generation FROM competency_projection WHERE role = 'live') AND organisation = ?
      AND actor IN (SELECT value FROM json_each(?))
    ORDER BY timestamp, position, framework, code`,
  ).all(organisation, JSON.stringify(actors));
  return groupBy(rows.map(evidenceFrom), ({ actor }) => actor);
}

function state(database: Database, partition: Partition): ProjectionState {
  const live = generationOf(database, partition, 'live');
  return live === undefined ? { position: 0 } : { position: live.position, projectionVersion: live.projectionVersion };
}

/** The competency room's tables and operations. */
export const competencyModule = {
  migrations: [
    { name: 'competency-1', sql: schema },
    { name: 'competency-2', sql: 'ALTER TABLE competency_projection ADD COLUMN rebuild TEXT' },
  ],
  commands: { commit, beginRebuild, finishRebuild, discard },
  queries: { state, evidence },
} satisfies SqliteModule;

/** The evidence of so many people is read while everything else waits; a team's is read beside. */
const fewActors = 5;

/** The competency room's port on the embedded store. */
export function competencyStore(engine: Offers<'competency', typeof competencyModule>): CompetencyStore {
  const access = engine.module('competency');
  return {
    commitEvidence: (step) => access.execute('commit', step),
    beginRebuild: (partition, rebuild, projectionVersion) =>
      access.execute('beginRebuild', { partition, rebuild, projectionVersion }),
    finishRebuild: (partition, rebuild) => access.execute('finishRebuild', { partition, rebuild }),
    discardEvidence: (limit) => access.execute('discard', limit),
    findProjectionState: (partition) => access.query('state', partition),
    listEvidence: (organisation, actors) =>
      actors.length > fewActors
        ? access.queryInReader('evidence', { organisation, actors })
        : access.query('evidence', { organisation, actors }),
  };
}
