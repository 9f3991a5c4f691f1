import type { Database } from 'better-sqlite3';
import type { Position } from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';
import type { Facet } from './facets.js';
import { type RelationTable, settledThrough } from './settling.js';

/** Positions from … to, both included. */
export interface Range {
  readonly from: Position;
  readonly to: Position;
}

interface Query {
  readonly organisation: number;
  /** One or more; a statement must have them all. */
  readonly facets: readonly Facet[];
  readonly range: Range;
  readonly ascending: boolean;
  readonly limit: number;
}

/** A query in one of the tables. */
interface Search extends Query {
  readonly table: RelationTable;
}

/** Entries looked ahead at first and at most, when several facets are joined. */
const minLookahead = 32;
const maxLookahead = 1024;

/** The first positions of a range, in the order asked for, that have every facet. */
export function matchingPositions(database: Database, query: Query): readonly Position[] {
  const {
    ascending,
    limit,
    range: { from, to },
  } = query;
  const settled = settledThrough(database);
  const older = { table: 'relation', range: { from, to: Math.min(to, settled) } } as const;
  const newer = { table: 'recent_relation', range: { from: Math.max(from, settled + 1), to } } as const;
  const found: Position[] = [];
  for (const part of ascending ? [older, newer] : [newer, older]) {
    if (found.length < limit && part.range.from <= part.range.to)
      found.push(...positionsIn(database, { ...query, ...part, limit: limit - found.length }));
  }
  return found;
}

/**
 * The same within one table.
 *
 * One facet is one range of the index. Several are joined piece by piece: the piece is what the facet that is
 * sparsest from here on covers with its next entries; each of them is looked up in the other facets by primary
 * key. So nothing is collected and sorted, no estimate can be wrong for long, and the cost follows the rarest facet
 * of each stretch, wherever its entries lie.
 */
function positionsIn(database: Database, search: Search): readonly Position[] {
  const { facets, ascending, limit } = search;
  if (facets.length === 1) return joinedPositions(database, search);
  const found: Position[] = [];
  let { from, to } = search.range;
  let ahead = minLookahead;
  while (found.length < limit && from <= to) {
    const { driver, reach } = sparsest(database, { ...search, range: { from, to } }, ahead);
    const piece = ascending ? { from, to: Math.min(to, reach) } : { from: Math.max(from, reach), to };
    const others = facets.filter((facet) => facet !== driver);
    found.push(
      ...joinedPositions(database, {
        ...search,
        facets: [driver, ...others],
        range: piece,
        limit: limit - found.length,
      }),
    );
    if (ascending) from = piece.to + 1;
    else to = piece.from - 1;
    ahead = Math.min(ahead * 2, maxLookahead);
  }
  return found;
}

/** The facet whose next entries reach farthest, and how far; one that has fewer left reaches to the end. */
function sparsest(
  database: Database,
  { table, organisation, facets, range: { from, to }, ascending }: Search,
  ahead: number,
): { readonly driver: Facet; readonly reach: Position } {
  // OFFSET is bounded by `maxLookahead` and steps within the index alone.
  const reachOf = prepared<[number, Facet, Position, Position, number], Position>(
    database,
    `SELECT position FROM ${table} WHERE organisation = ? AND facet = ? AND position BETWEEN ? AND ? ORDER BY position ${ascending ? 'ASC' : 'DESC'} LIMIT 1 OFFSET ?`,
  ).pluck();
  let best: { driver: Facet; reach: Position } | undefined;
  for (const driver of facets) {
    const reach = reachOf.get(organisation, driver, from, to, ahead - 1);
    if (reach === undefined) return { driver, reach: ascending ? to : from };
    if (best === undefined || (ascending ? reach > best.reach : reach < best.reach)) best = { driver, reach };
  }
  return best!;
}

/** Steps through the first facet's range and looks each position up in the others. CROSS JOIN keeps that order. */
function joinedPositions(
  database: Database,
  { table, organisation, facets, range, ascending, limit }: Search,
): readonly Position[] {
  const joins = facets
    .slice(1)
    .map(
      (_, index) =>
        `CROSS JOIN ${table} r${index} ON r${index}.organisation = driver.organisation AND r${index}.facet = ? AND r${index}.position = driver.position`,
    );
  const sql = `SELECT driver.position FROM ${table} driver ${joins.join(' ')}
    WHERE driver.organisation = ? AND driver.facet = ? AND driver.position BETWEEN ? AND ?
    ORDER BY driver.position ${ascending ? 'ASC' : 'DESC'} LIMIT ?`;
  return prepared<number[], Position>(database, sql)
    .pluck()
    .all(...facets.slice(1), organisation, facets[0]!, range.from, range.to, limit);
}
