import type { Database } from 'better-sqlite3';
import { LotseError } from '../../../base/index.js';
import { type AppendResult, maxInheritedTerms, type Position } from '../../../lrs/store/index.js';
import { defineActivities } from '../activities.js';
import { prepared } from '../engine/index.js';
import { isoInstant, milliseconds } from '../instants.js';
import { requireOrganisation } from '../organisations.js';
import { type Facet, ownFacets } from './facets.js';
import { fingerprintBytes, requireUuid } from './identifiers.js';
import { closePlace, type OrderPosition, placeForWriting } from './order.js';
import { type PackedBatch, type PackedStatement, statementsOf } from './packing.js';
import { withInstant } from './read.js';
import { findById, findReferring, markVoided, readFacets, relate } from './rows.js';
import { settle } from './settling.js';

/** The writer thread's input for appending. */
export interface AppendInput {
  readonly batch: PackedBatch;
  /** Readers were told that they have seen everything stored at or before this instant (milliseconds since 1970). */
  readonly promised: number;
}

/** The result of a batch, and the instant at which it was stored (milliseconds since 1970), if anything was. */
export interface Appended {
  readonly result: AppendResult;
  readonly stored: number | undefined;
}

/** A statement of the batch; its position once it has one. */
interface Known {
  readonly id: Buffer;
  readonly fingerprint: Buffer;
  position: Position | undefined;
}

/** Counts the terms that statements inherit from those they refer to. */
class Inheritance {
  #count = 0;

  /** @throws LotseError `too-large` past `maxInheritedTerms` */
  add(facets: number): void {
    this.#count += facets;
    if (this.#count <= maxInheritedTerms) return;
    throw new LotseError(
      'too-large',
      'The statements of this request refer to others, or are referred to, in a way that would make too many of them be found by too much. Please send them in smaller batches, or with fewer activities and agents in what is referred to.',
    );
  }
}

/** The stored statements of a batch's ids, by id; the index of the first statement whose id belongs to a different one. */
function compare(
  database: Database,
  organisation: number,
  sent: readonly PackedStatement[],
): Map<string, Known> | number {
  const compared = new Map<string, Known>();
  for (const [index, statement] of sent.entries()) {
    const fingerprint = fingerprintBytes(statement.fingerprint);
    const inBatch = compared.get(statement.id);
    const id = inBatch?.id ?? requireUuid(statement.id);
    const present = inBatch ?? findById(database, organisation, id);
    if (present !== undefined && !present.fingerprint.equals(fingerprint)) return index;
    if (inBatch === undefined) compared.set(statement.id, { id, fingerprint, position: present?.position });
  }
  return compared;
}

/** Appends a batch, whole or not at all: it is compared before anything is written. */
export function append(database: Database, { batch, promised }: AppendInput): Appended {
  const organisation = requireOrganisation(database, batch.organisation);
  const sent = statementsOf(batch);
  const compared = compare(database, organisation, sent);
  if (typeof compared === 'number')
    return { result: { kind: 'conflict', index: compared, id: sent[compared]!.id }, stored: undefined };
  const place = placeForWriting(database, milliseconds(batch.now), promised);
  const first = place.next;
  const inheritance = new Inheritance();
  const statements = sent.map((statement) => {
    const entry = compared.get(statement.id)!;
    if (entry.position !== undefined) return { id: statement.id, outcome: 'same' as const, position: entry.position };
    entry.position = write(database, organisation, statement, entry, { place, inheritance });
    return { id: statement.id, outcome: 'stored' as const, position: entry.position };
  });
  if (place.next > first) {
    closePlace(database, place);
    settle(database, place.next - 1);
  }
  return { result: { kind: 'stored', statements }, stored: place.next > first ? place.stored : undefined };
}

const insertStatement = `
  INSERT INTO statement (position, organisation, id, stored, voiding, voided, target, fingerprint, facets, text)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Everything a statement can be found by: its own facets, and those of the statement it refers to. */
function facetsWithInherited(
  database: Database,
  organisation: number,
  statement: PackedStatement,
  {
    target,
    inheritance,
  }: { readonly target: { readonly facets: string } | undefined; readonly inheritance: Inheritance },
): ReadonlySet<Facet> {
  const found = ownFacets(database, organisation, statement);
  const own = found.size;
  if (target !== undefined) for (const facet of readFacets(target.facets)) found.add(facet);
  inheritance.add(found.size - own);
  return found;
}

/** Data shared by the statements of a batch while they are written. */
interface Batch {
  readonly place: OrderPosition;
  readonly inheritance: Inheritance;
}

function write(
  database: Database,
  organisation: number,
  statement: PackedStatement,
  { id, fingerprint }: Known,
  { place, inheritance }: Batch,
): Position {
  const position = place.next++;
  const targetId = statement.refersTo === undefined ? undefined : requireUuid(statement.refersTo);
  const target = targetId === undefined ? undefined : findById(database, organisation, targetId);
  const referring = findReferring(database, organisation, id);
  const voided = !statement.voiding && referring.some((each) => each.voiding === 1);

  const facets = [...facetsWithInherited(database, organisation, statement, { target, inheritance })];

  prepared(database, insertStatement).run(
    position,
    organisation,
    id,
    place.stored,
    statement.voiding ? 1 : 0,
    voided ? 1 : 0,
    targetId ?? null,
    fingerprint,
    JSON.stringify(facets),
    statement.untimed === true ? withInstant('timestamp', isoInstant(place.stored), statement.text) : statement.text,
  );
  if (!voided) relate(database, organisation, facets, position);
  defineActivities(database, organisation, statement);
  if (targetId !== undefined)
    prepared(database, 'INSERT INTO reference (organisation, target, position) VALUES (?, ?, ?)').run(
      organisation,
      targetId,
      position,
    );
  // Before anything is handed on: a target that refers back to this statement must already count as voided then.
  if (statement.voiding && target !== undefined && target.voiding === 0 && target.voided === 0)
    markVoided(database, organisation, target);
  if (referring.length > 0) passOn(database, organisation, { id, facets }, inheritance);
  return position;
}

/**
 * Gives facets to all that refer to a statement, and to all that refer to those. Each step hands on only
 * what was new, so it ends in cycles too.
 */
function passOn(
  database: Database,
  organisation: number,
  from: { readonly id: Buffer; readonly facets: readonly Facet[] },
  inheritance: Inheritance,
): void {
  const update = prepared(database, 'UPDATE statement SET facets = ? WHERE position = ?');
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const referring of findReferring(database, organisation, next.id)) {
      const has = new Set(readFacets(referring.facets));
      const added = next.facets.filter((facet) => !has.has(facet));
      if (added.length === 0) continue;
      inheritance.add(added.length);
      update.run(JSON.stringify([...has, ...added]), referring.position);
      if (referring.voided === 0) relate(database, organisation, added, referring.position);
      waiting.push({ id: referring.id, facets: added });
    }
  }
}
