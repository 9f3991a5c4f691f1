import type { Database } from 'better-sqlite3';
import type { Position } from '../../../lrs/store/index.js';
import { prepared, remembered } from '../engine/index.js';

/** Where relations lie: those of the newest statements apart from all others. */
export type RelationTable = 'relation' | 'recent_relation';

/** From so many statements on, the recent relations move. */
const maxRecentStatements = 2048;

/** The last position whose relations lie in `relation`; those of all later ones lie in `recent_relation`. */
export function settledThrough(database: Database): Position {
  return prepared<[], Position>(database, 'SELECT position FROM settled').pluck().get()!;
}

const settledNow = (database: Database): { through: Position } => ({ through: settledThrough(database) });

/** Where the relations of a position lie. Commands only. */
export function tableFor(database: Database, position: Position): RelationTable {
  return position > remembered(database, settledNow).through ? 'recent_relation' : 'relation';
}

/**
 * Moves the recent relations to the others once they are many. They go in the order of the index, so each of its
 * pages is written once for all of them.
 * @param last the newest position
 */
export function settle(database: Database, last: Position): void {
  const settled = remembered(database, settledNow);
  if (last - settled.through < maxRecentStatements) return;
  prepared(
    database,
    'INSERT OR FAIL INTO relation (organisation, facet, position) SELECT organisation, facet, position FROM recent_relation ORDER BY organisation, facet, position',
  ).run();
  prepared(database, 'DELETE FROM recent_relation').run();
  prepared(database, 'UPDATE settled SET position = ?').run(last);
  settled.through = last;
}
