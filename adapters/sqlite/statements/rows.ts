import type { Database } from 'better-sqlite3';
import type { Position } from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';
import type { Facet } from './facets.js';
import { tableFor } from './settling.js';

/** The data of a stored statement needed for references and voiding. */
export interface KnownStatement {
  readonly position: Position;
  readonly id: Buffer;
  readonly voiding: 0 | 1;
  readonly voided: 0 | 1;
  readonly fingerprint: Buffer;
  /** JSON list of facets; see `readFacets`. */
  readonly facets: string;
}

const columns = 's.position, s.id, s.voiding, s.voided, s.fingerprint, s.facets';

export function findById(database: Database, organisation: number, id: Buffer): KnownStatement | undefined {
  return prepared<[number, Buffer], KnownStatement>(
    database,
    `SELECT ${columns} FROM statement s WHERE s.organisation = ? AND s.id = ?`,
  ).get(organisation, id);
}

/** The statements that refer to an id. */
export function findReferring(database: Database, organisation: number, target: Buffer): readonly KnownStatement[] {
  return prepared<[number, Buffer], KnownStatement>(
    database,
    `SELECT ${columns} FROM reference r CROSS JOIN statement s ON s.position = r.position WHERE r.organisation = ? AND r.target = ?`,
  ).all(organisation, target);
}

export function readFacets(json: string): readonly Facet[] {
  return JSON.parse(json) as Facet[];
}

/** Makes a statement show up in pages under these facets. */
export function relate(database: Database, organisation: number, facets: readonly Facet[], position: Position): void {
  prepared(
    database,
    `INSERT OR FAIL INTO ${tableFor(database, position)} (organisation, facet, position) SELECT ?, value, ? FROM json_each(?)`,
  ).run(organisation, position, JSON.stringify(facets));
}

/** Keeps a statement from showing up in pages under these facets. */
export function unrelate(database: Database, organisation: number, facets: readonly Facet[], position: Position): void {
  const remove = prepared(
    database,
    `DELETE FROM ${tableFor(database, position)} WHERE organisation = ? AND facet = ? AND position = ?`,
  );
  for (const facet of facets) remove.run(organisation, facet, position);
}

/** Takes a statement out of every page. */
export function markVoided(database: Database, organisation: number, { position, facets }: KnownStatement): void {
  prepared(database, 'UPDATE statement SET voided = 1 WHERE position = ?').run(position);
  unrelate(database, organisation, readFacets(facets), position);
}
