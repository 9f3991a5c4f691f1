import type { Database } from 'better-sqlite3';
import type {
  EraseRequest,
  EraseResult,
  OrganisationId,
  PreparedStatement,
  StoredStatement,
} from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';
import { milliseconds } from '../instants.js';
import { organisationNumber, requireOrganisation } from '../organisations.js';
import { overwriting } from '../overwriting.js';
import { removeAgents } from '../terms.js';
import { type Facet, forgottenAgents, ownFacets } from './facets.js';
import { uuidBytes, uuidText } from './identifiers.js';
import { closePlace, placeForWriting } from './order.js';
import { packedStatement } from './packing.js';
import { findStored } from './read.js';
import { findById, findReferring, type KnownStatement, readFacets, unrelate } from './rows.js';
import { settle } from './settling.js';

/** The writer thread's input for erasing. */
export interface EraseInput {
  readonly request: EraseRequest;
  /** See `AppendInput`. */
  readonly promised: number;
}

/** Everything that refers to some statements, directly or through others, but not these themselves, by its id. */
function referrersOf(
  database: Database,
  organisation: number,
  targets: readonly KnownStatement[],
): Map<string, KnownStatement & { readonly refersTo: string }> {
  const gone = new Set(targets.map(({ id }) => uuidText(id)));
  const found = new Map<string, KnownStatement & { readonly refersTo: string }>();
  const waiting = targets.map(({ id }) => id);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const each of findReferring(database, organisation, next)) {
      const id = uuidText(each.id);
      if (gone.has(id) || found.has(id)) continue;
      found.set(id, { ...each, refersTo: uuidText(next) });
      waiting.push(each.id);
    }
  }
  return found;
}

/** Of some ids, the statements that can be erased. */
function erasable(database: Database, organisation: number, ids: readonly string[]): readonly KnownStatement[] {
  const found = [...new Set(ids)]
    .map(uuidBytes)
    .map((id) => (id === undefined ? undefined : findById(database, organisation, id)));
  return found.filter((each) => each !== undefined && each.voiding === 0) as KnownStatement[];
}

/** The statements that refer to others, directly or through others. */
export function referring(
  database: Database,
  { organisation, ids }: { readonly organisation: OrganisationId; readonly ids: readonly string[] },
): readonly StoredStatement[] {
  const number = organisationNumber(database, organisation);
  if (number === undefined) return [];
  return [...referrersOf(database, number, erasable(database, number, ids)).values()]
    .sort((a, b) => a.position - b.position)
    .map(({ id }) => findStored(database, number, id)!);
}

/** The result of an erasure, and the instant at which it was stored (milliseconds since 1970), if anything was. */
export interface ErasedStatements {
  readonly result: EraseResult;
  readonly stored: number | undefined;
}

/** Erases statements, whole or not at all. */
export function erase(database: Database, { request, promised }: EraseInput): ErasedStatements {
  const organisation = requireOrganisation(database, request.organisation);
  const targets = erasable(database, organisation, request.ids);
  if (targets.length === 0) return { result: { kind: 'erased', statements: [] }, stored: undefined };
  const referrers = referrersOf(database, organisation, targets);
  const given = new Map(request.referring.map((each) => [each.id, each]));
  if ([...referrers.keys()].some((id) => !given.has(id))) return { result: { kind: 'referred' }, stored: undefined };

  overwriting(database, () => {
    const freed = new Set<Facet>();
    for (const target of targets) for (const facet of removeStatement(database, organisation, target)) freed.add(facet);
    for (const facet of disinherit(database, organisation, referrers, given)) freed.add(facet);
    removeAgents(database, organisation, forgottenAgents(database, organisation, freed));
  });
  const place = placeForWriting(database, milliseconds(request.now), promised);
  const position = place.next++;
  const statements = targets.map(({ id }) => uuidText(id));
  prepared(database, 'INSERT INTO erasure (position, organisation, stored, statements) VALUES (?, ?, ?, ?)').run(
    position,
    organisation,
    place.stored,
    JSON.stringify(statements),
  );
  closePlace(database, place);
  settle(database, position);
  return { result: { kind: 'erased', statements }, stored: place.stored };
}

/** Removes a statement's rows; returns what it could be found by. */
function removeStatement(
  database: Database,
  organisation: number,
  { position, voided, facets: json }: KnownStatement,
): readonly Facet[] {
  const facets = readFacets(json);
  if (voided === 0) unrelate(database, organisation, facets, position);
  const target = prepared<[number], Buffer | null>(database, 'SELECT target FROM statement WHERE position = ?')
    .pluck()
    .get(position);
  if (target !== null && target !== undefined)
    prepared(database, 'DELETE FROM reference WHERE organisation = ? AND target = ? AND position = ?').run(
      organisation,
      target,
      position,
    );
  prepared(database, 'DELETE FROM statement WHERE position = ?').run(position);
  return facets;
}

/**
 * Takes away from statements what they were found by on account of statements that are gone. What they are found by
 * on their own account, or through each other, stays. Returns what was taken away.
 */
function disinherit(
  database: Database,
  organisation: number,
  referrers: ReadonlyMap<string, KnownStatement & { readonly refersTo: string }>,
  given: ReadonlyMap<string, PreparedStatement>,
): readonly Facet[] {
  const wanted = new Map(
    [...referrers.keys()].map((id) => [id, ownFacets(database, organisation, packedStatement(given.get(id)!))]),
  );
  // Each step hands on only what was new, so it ends in cycles too.
  for (let changed = true; changed;) {
    changed = false;
    for (const [id, { refersTo }] of referrers) {
      const has = wanted.get(id)!;
      for (const facet of wanted.get(refersTo) ?? []) {
        if (has.has(facet)) continue;
        has.add(facet);
        changed = true;
      }
    }
  }
  const freed: Facet[] = [];
  const update = prepared(database, 'UPDATE statement SET facets = ? WHERE position = ?');
  for (const [id, { position, voided, facets }] of referrers) {
    const has = wanted.get(id)!;
    const lost = readFacets(facets).filter((facet) => !has.has(facet));
    if (lost.length === 0) continue;
    update.run(JSON.stringify(readFacets(facets).filter((facet) => has.has(facet))), position);
    if (voided === 0) unrelate(database, organisation, lost, position);
    for (const each of lost) freed.push(each);
  }
  return freed;
}
