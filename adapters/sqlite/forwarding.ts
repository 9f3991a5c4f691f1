import type { Database } from 'better-sqlite3';
import { LotseError } from '../../base/index.js';
import {
  type DeadLetter,
  type ForwardingCommands,
  type ForwardingQueries,
  type ForwardProgress,
  type ForwardStep,
  forwardStepStanding,
  type ForwardTarget,
  isSameTarget,
  type OrganisationId,
  type Partition,
  type Position,
} from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { requireOrganisation } from './organisations.js';

interface TargetRow extends Omit<ForwardTarget, 'verbs' | 'activities' | 'sealedSecret' | 'allowPrivate'> {
  readonly verbs: string;
  readonly activities: string;
  readonly sealedSecret: string | null;
  readonly allowPrivate: 0 | 1;
}

const columns = `id, organisation, kind, url, verbs, activities, sealed_secret AS sealedSecret, allow_private AS allowPrivate, created FROM forward_target`;

function targetOf({ verbs, activities, sealedSecret, allowPrivate, ...row }: TargetRow): ForwardTarget {
  return {
    ...row,
    verbs: JSON.parse(verbs) as string[],
    activities: JSON.parse(activities) as string[],
    allowPrivate: allowPrivate === 1,
    ...(sealedSecret === null ? {} : { sealedSecret }),
  };
}

interface ForwardTargetInput {
  readonly organisation: OrganisationId;
  readonly target: string;
}

function addTarget(
  database: Database,
  {
    target,
    start,
  }: {
    readonly target: ForwardTarget;
    readonly start: readonly { readonly partition: Partition; readonly position: Position }[];
  },
): void {
  const { id, organisation, kind, url, verbs, activities, sealedSecret, allowPrivate, created } = target;
  requireOrganisation(database, organisation);
  const { changes } = prepared(
    database,
    `
    INSERT INTO forward_target (id, organisation, kind, url, verbs, activities, sealed_secret, allow_private, created, failures, next_try)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (id) DO NOTHING`,
  ).run(
    id,
    organisation,
    kind,
    url,
    JSON.stringify(verbs),
    JSON.stringify(activities),
    sealedSecret ?? null,
    allowPrivate ? 1 : 0,
    created,
    created,
  );
  if (changes === 0) {
    const existing = targets(database, organisation).find((each) => each.id === id);
    if (existing !== undefined && isSameTarget(existing, target)) return;
    throw new LotseError('conflict', 'There is a target with this id already.');
  }
  const insert = prepared(database, 'INSERT INTO forward_cursor (target, partition, position) VALUES (?, ?, ?)');
  for (const { partition, position } of start) insert.run(id, partition, position);
}

function removeTarget(database: Database, { organisation, target }: ForwardTargetInput): void {
  const { changes } = prepared(database, 'DELETE FROM forward_target WHERE id = ? AND organisation = ?').run(
    target,
    organisation,
  );
  if (changes === 0) return;
  prepared(database, 'DELETE FROM forward_cursor WHERE target = ?').run(target);
  prepared(database, 'DELETE FROM forward_dead WHERE target = ?').run(target);
}

function exists(database: Database, { organisation, target }: ForwardTargetInput): boolean {
  return (
    prepared<[string, string]>(database, 'SELECT 1 FROM forward_target WHERE id = ? AND organisation = ?').get(
      target,
      organisation,
    ) !== undefined
  );
}

function cursor(
  database: Database,
  { organisation, target, partition }: ForwardTargetInput & { readonly partition: Partition },
): Position {
  if (!exists(database, { organisation, target })) return 0;
  return (
    prepared<[string, number], number>(
      database,
      'SELECT position FROM forward_cursor WHERE target = ? AND partition = ?',
    )
      .pluck()
      .get(target, partition) ?? 0
  );
}

function advance(database: Database, step: ForwardStep): boolean {
  const { organisation, target, partition, to, dead } = step;
  if (!exists(database, step)) return false;
  const hasDeadLetter = (id: string): boolean =>
    prepared(database, 'SELECT 1 FROM forward_dead WHERE target = ? AND id = ?').get(target, id) !== undefined;
  const standing = forwardStepStanding(cursor(database, step), step, hasDeadLetter);
  if (standing !== 'apply') return standing === 'applied';
  prepared(
    database,
    `
    INSERT INTO forward_cursor (target, partition, position) VALUES (?, ?, ?)
    ON CONFLICT (target, partition) DO UPDATE SET position = excluded.position`,
  ).run(target, partition, to);
  prepared(database, 'UPDATE forward_target SET failures = 0, last_error = NULL WHERE id = ? AND organisation = ?').run(
    target,
    organisation,
  );
  const insert = prepared(
    database,
    'INSERT INTO forward_dead (target, position, id, statement, error, "when") VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const { id, statement, position, error, when } of dead) insert.run(target, position, id, statement, error, when);
  return true;
}

function postpone(
  database: Database,
  {
    organisation,
    target,
    progress: { failures, nextTry, lastError },
  }: ForwardTargetInput & { readonly progress: ForwardProgress },
): boolean {
  return (
    prepared(
      database,
      'UPDATE forward_target SET failures = ?, next_try = ?, last_error = ? WHERE id = ? AND organisation = ?',
    ).run(failures, nextTry, lastError ?? null, target, organisation).changes > 0
  );
}

function removeDeadLetter(
  database: Database,
  { deadLetter, ...of }: ForwardTargetInput & { readonly deadLetter: string },
): void {
  if (exists(database, of))
    prepared(database, 'DELETE FROM forward_dead WHERE target = ? AND id = ?').run(of.target, deadLetter);
}

function allTargets(database: Database): readonly ForwardTarget[] {
  return prepared<[], TargetRow>(database, `SELECT ${columns} ORDER BY id`).all().map(targetOf);
}

function targets(database: Database, organisation: OrganisationId): readonly ForwardTarget[] {
  return prepared<[string], TargetRow>(database, `SELECT ${columns} WHERE organisation = ? ORDER BY id`)
    .all(organisation)
    .map(targetOf);
}

function progress(database: Database, { organisation, target }: ForwardTargetInput): ForwardProgress | undefined {
  const row = prepared<[string, string], { failures: number; nextTry: string; lastError: string | null }>(
    database,
    'SELECT failures, next_try AS nextTry, last_error AS lastError FROM forward_target WHERE id = ? AND organisation = ?',
  ).get(target, organisation);
  if (row === undefined) return undefined;
  const { lastError, ...rest } = row;
  return lastError === null ? rest : { ...rest, lastError };
}

function deadLetters(
  database: Database,
  { limit, ...of }: ForwardTargetInput & { readonly limit: number },
): readonly DeadLetter[] {
  if (!exists(database, of)) return [];
  return prepared<[string, number], DeadLetter>(
    database,
    'SELECT id, statement, position, error, "when" FROM forward_dead WHERE target = ? ORDER BY position, id LIMIT ?',
  ).all(of.target, limit);
}

/** Forward targets in SQLite. */
export const forwardingModule = {
  migrations: [
    {
      name: 'forwarding-1',
      sql: `
        CREATE TABLE forward_target (
          id TEXT PRIMARY KEY,
          organisation TEXT NOT NULL,
          kind TEXT NOT NULL,
          url TEXT NOT NULL,
          verbs TEXT NOT NULL,
          activities TEXT NOT NULL,
          sealed_secret TEXT,
          allow_private INTEGER NOT NULL,
          created TEXT NOT NULL,
          failures INTEGER NOT NULL,
          next_try TEXT NOT NULL,
          last_error TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE forward_cursor (
          target TEXT NOT NULL,
          partition INTEGER NOT NULL,
          position INTEGER NOT NULL,
          PRIMARY KEY (target, partition)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE forward_dead (
          target TEXT NOT NULL,
          position INTEGER NOT NULL,
          id TEXT NOT NULL,
          statement TEXT NOT NULL,
          error TEXT NOT NULL,
          "when" TEXT NOT NULL,
          PRIMARY KEY (target, position, id)
        ) STRICT, WITHOUT ROWID;
      `,
    },
  ],
  commands: { addTarget, removeTarget, advance, postpone, removeDeadLetter },
  queries: { allTargets, targets, progress, cursor, deadLetters },
} satisfies SqliteModule;

/** Forward targets, for the LRS's port. */
export function forwardingStore(
  engine: Offers<'forwarding', typeof forwardingModule>,
): ForwardingCommands & ForwardingQueries {
  const module = engine.module('forwarding');
  return {
    addTarget: (target, start) => module.execute('addTarget', { target, start }),
    removeTarget: (organisation, target) => module.execute('removeTarget', { organisation, target }),
    advanceForwarding: (step) => module.execute('advance', step),
    postponeForwarding: (organisation, target, given) =>
      module.execute('postpone', { organisation, target, progress: given }),
    removeDeadLetter: (organisation, target, deadLetter) =>
      module.execute('removeDeadLetter', { organisation, target, deadLetter }),
    listAllTargets: () => module.query('allTargets', undefined),
    listTargets: (organisation) => module.query('targets', organisation),
    findForwardProgress: (organisation, target) => module.query('progress', { organisation, target }),
    findForwardCursor: (organisation, target, partition) => module.query('cursor', { organisation, target, partition }),
    listDeadLetters: (organisation, target, limit) => module.query('deadLetters', { organisation, target, limit }),
  };
}
