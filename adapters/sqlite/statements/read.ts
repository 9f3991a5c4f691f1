import type { Database } from 'better-sqlite3';
import type {
  AgentKey,
  OrganisationId,
  Page,
  PageRequest,
  Position,
  StatementFilter,
  StoredStatement,
  VoidedStatement,
  PageText,
} from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';
import { isoInstant, milliseconds } from '../instants.js';
import { organisationNumber } from '../organisations.js';
import { termKinds, termsBeginning, termsEnding } from '../terms.js';
import { filterFacets } from './facets.js';
import { uuidBytes, uuidText } from './identifiers.js';
import { matchingPositions, type Range } from './matching.js';
import { newestInstant, positionAt } from './order.js';
import { readFacets } from './rows.js';

interface Row {
  readonly position: Position;
  readonly id: Buffer;
  readonly stored: number;
  readonly voided: 0 | 1;
  readonly text: string;
}

/** The statement with an instant that only the store knows: it joins the text that was written without it. */
export function withInstant(name: 'stored' | 'timestamp', instant: string, text: string): string {
  return `{"${name}":"${instant}",${text.slice(1)}`;
}

function storedStatement({ position, id, stored, voided, text }: Row): StoredStatement {
  const instant = isoInstant(stored);
  return {
    id: uuidText(id),
    position,
    stored: instant,
    voided: voided === 1,
    text: withInstant('stored', instant, text),
  };
}

/** One statement, voided or not. */
export function find(
  database: Database,
  { organisation, id }: { readonly organisation: OrganisationId; readonly id: string },
): StoredStatement | undefined {
  const number = organisationNumber(database, organisation);
  const bytes = uuidBytes(id);
  return number === undefined || bytes === undefined ? undefined : findStored(database, number, bytes);
}

/** The same by what the rows know. */
export function findStored(database: Database, organisation: number, id: Buffer): StoredStatement | undefined {
  const row = prepared<[number, Buffer], Row>(
    database,
    'SELECT position, id, stored, voided, text FROM statement WHERE organisation = ? AND id = ?',
  ).get(organisation, id);
  return row === undefined ? undefined : storedStatement(row);
}

/** A page ends with the statement that reaches this many characters (or bytes): what a query holds in memory has a bound. */
const isPageFull = 16_000_000;

/** The positions of a page, and of one statement behind it. */
function positionsOf(database: Database, request: PageRequest): readonly Position[] {
  const organisation = organisationNumber(database, request.organisation);
  const facets = organisation === undefined ? undefined : filterFacets(database, organisation, request.filter);
  if (organisation === undefined || facets === undefined) return [];
  return matchingPositions(database, {
    organisation,
    facets,
    range: rangeOf(database, request),
    ascending: request.ascending,
    limit: request.limit + 1,
  });
}

/** One page. */
export function page(database: Database, request: PageRequest): Page {
  const positions = positionsOf(database, request);
  const select = prepared<[Position], Row>(
    database,
    'SELECT position, id, stored, voided, text FROM statement WHERE position = ?',
  );
  const statements: StoredStatement[] = [];
  let characters = 0;
  for (const position of positions.slice(0, request.limit)) {
    if (characters >= isPageFull) break;
    const statement = storedStatement(select.get(position)!);
    statements.push(statement);
    characters += statement.text.length;
  }
  return { statements, more: positions.length > statements.length };
}

/** Number of the first positions that fit on a page. */
function countWithin(database: Database, positions: readonly Position[]): number {
  const lengthOfAll = prepared<[string], number>(
    database,
    'SELECT total(octet_length(s.text)) FROM json_each(?) place CROSS JOIN statement s ON s.position = place.value',
  ).pluck();
  if (lengthOfAll.get(JSON.stringify(positions))! < isPageFull) return positions.length;
  const lengthOf = prepared<[Position], number>(
    database,
    'SELECT octet_length(text) FROM statement WHERE position = ?',
  ).pluck();
  let [bytes, count] = [0, 0];
  while (count < positions.length && bytes < isPageFull) bytes += lengthOf.get(positions[count++]!)!;
  return count;
}

/**
 * The same as `withInstant` of each, joined, and the latest instant. Here it is done by SQLite, which holds the texts
 * as the bytes that go out: to make a string of JavaScript of each, and bytes again of all, takes five times as long.
 * CROSS JOIN keeps the order of the list.
 */
const writeOut = `
  SELECT CAST(? || group_concat('{"stored":"' || strftime('%Y-%m-%dT%H:%M:%fZ', s.stored / 1000.0, 'unixepoch') || '",' || substr(CAST(s.text AS BLOB), 2)) AS BLOB) AS json, max(s.stored) AS newest
  FROM json_each(?) place CROSS JOIN statement s ON s.position = place.value`;

/** So many statements are one piece. Memory in many small pieces is used again; in few large ones it leaves gaps. */
const perPiece = 32;

/** Some statements of a page, as `writeOut` gives them. */
interface PageChunk {
  readonly json: Buffer;
  /** The latest `stored` among them, milliseconds since 1970. */
  readonly newest: number;
}

/** One page, written out. The memory of its pieces is shared with nothing else. */
export function pageText(database: Database, request: PageRequest): Omit<PageText, 'release'> {
  const positions = positionsOf(database, request);
  const within = positions.slice(0, request.limit);
  const written = within.slice(0, countWithin(database, within));
  const select = prepared<[string, string], PageChunk>(database, writeOut);
  const chunks: PageChunk[] = [];
  for (let from = 0; from < written.length; from += perPiece)
    chunks.push(select.get(from === 0 ? '' : ',', JSON.stringify(written.slice(from, from + perPiece)))!);
  return {
    chunks: chunks.map(({ json }) => json),
    ...(chunks.length === 0 ? {} : { newestStored: isoInstant(Math.max(...chunks.map(({ newest }) => newest))) }),
    ...(positions.length > written.length ? { next: written.at(-1)! } : {}),
  };
}

/** The positions that `since`, `until` and `after` leave, both ends included. */
function rangeOf(
  database: Database,
  { filter: { since, until }, after, ascending }: Omit<PageRequest, 'organisation' | 'limit'>,
): Range {
  const from = since === undefined ? 1 : positionAt(database, milliseconds(since)) + 1;
  const to = until === undefined ? Number.MAX_SAFE_INTEGER : positionAt(database, milliseconds(until));
  if (after === undefined) return { from, to };
  return ascending ? { from: Math.max(from, after + 1), to } : { from, to: Math.min(to, after - 1) };
}

interface VoidedRow {
  readonly position: Position;
  readonly id: Buffer;
  readonly facets: string;
}

/** Every voided statement is referred to: the references are a complete list. */
const selectVoided = `
  SELECT DISTINCT s.position, s.id, s.facets
  FROM reference r
  CROSS JOIN statement v ON v.position = r.position AND v.voiding = 1
  CROSS JOIN statement s ON s.organisation = r.organisation AND s.id = r.target
  WHERE r.organisation = ? AND s.voided = 1 AND s.position BETWEEN ? AND ? ORDER BY s.position`;

/** The voided statements that a filter matches. */
export function voided(
  database: Database,
  { organisation, filter }: { readonly organisation: OrganisationId; readonly filter: StatementFilter },
): readonly VoidedStatement[] {
  const number = organisationNumber(database, organisation);
  const facets = number === undefined ? undefined : filterFacets(database, number, filter);
  if (number === undefined || facets === undefined) return [];
  const { from, to } = rangeOf(database, { filter, ascending: true });
  const rows = prepared<[number, Position, Position], VoidedRow>(database, selectVoided).all(number, from, to);
  return rows
    .filter((row) => {
      const has = new Set(readFacets(row.facets));
      return facets.every((facet) => has.has(facet));
    })
    .map(({ id, position }) => ({ id: uuidText(id), position }));
}

/** Keys of agents that end with a text. */
export function agentsEnding(
  database: Database,
  {
    organisation,
    ending,
    limit,
  }: { readonly organisation: OrganisationId; readonly ending: string; readonly limit: number },
): readonly AgentKey[] {
  const number = organisationNumber(database, organisation);
  return number === undefined
    ? []
    : (termsEnding(database, number, termKinds.agent, ending, limit) as readonly AgentKey[]);
}

/** IRIs that begin with a text. */
export function irisBeginning(
  database: Database,
  {
    organisation,
    beginning,
    limit,
  }: { readonly organisation: OrganisationId; readonly beginning: string; readonly limit: number },
): readonly string[] {
  const number = organisationNumber(database, organisation);
  return number === undefined ? [] : termsBeginning(database, number, termKinds.iri, beginning, limit);
}

/** The newest `stored` there is in milliseconds since 1970, 0 if there is none. */
export function newestStored(database: Database): number {
  return newestInstant(database)?.stored ?? 0;
}
