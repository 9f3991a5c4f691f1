import type { Database } from 'better-sqlite3';
import {
  type AgentKey,
  type DocumentCollection,
  type DocumentCommands,
  type DocumentOutcome,
  type DocumentQueries,
  type ExpectedDocument,
  allowsClearing,
  type OrganisationId,
  putOutcome,
  removalOutcome,
  type StoredDocument,
} from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { isoInstant, milliseconds } from './instants.js';
import { organisationNumber, requireOrganisation } from './organisations.js';
import { overwriting } from './overwriting.js';
import { agentFacet, forgottenAgents } from './statements/facets.js';
import { findTerm, internTerm, removeAgents, termKinds } from './terms.js';

const kinds = { state: 1, 'activity-profile': 2, 'agent-profile': 3 } as const;

/** A collection as its rows know it; 0 if it has no agent, activity or registration. */
type DocumentKey = readonly [organisation: number, kind: number, agent: number, activity: number, registration: number];

interface DocumentInput {
  readonly organisation: OrganisationId;
  readonly collection: DocumentCollection;
}

type LookUp = (
  database: Database,
  organisation: number,
  kind: (typeof termKinds)[keyof typeof termKinds],
  text: string,
) => number | undefined;

/** `undefined` if nothing has ever named the agent, the activity or the registration: then there are no documents. */
function placeOf(
  database: Database,
  organisation: number,
  collection: DocumentCollection,
  lookUp: LookUp,
): DocumentKey | undefined {
  const agent =
    collection.kind === 'activity-profile' ? 0 : lookUp(database, organisation, termKinds.agent, collection.agent);
  const activity =
    collection.kind === 'agent-profile' ? 0 : lookUp(database, organisation, termKinds.iri, collection.activity);
  const registration =
    collection.kind !== 'state' || collection.registration === undefined
      ? 0
      : lookUp(database, organisation, termKinds.registration, collection.registration);
  if (agent === undefined || activity === undefined || registration === undefined) return undefined;
  return [organisation, kinds[collection.kind], agent, activity, registration];
}

function placeForReading(database: Database, { organisation, collection }: DocumentInput): DocumentKey | undefined {
  const number = organisationNumber(database, organisation);
  return number === undefined ? undefined : placeOf(database, number, collection, findTerm);
}

function placeForWriting(database: Database, { organisation, collection }: DocumentInput): DocumentKey {
  return placeOf(database, requireOrganisation(database, organisation), collection, internTerm)!;
}

function placeForRemoving(database: Database, { organisation, collection }: DocumentInput): DocumentKey | undefined {
  return placeOf(database, requireOrganisation(database, organisation), collection, findTerm);
}

/** A state collection without a registration stands for all registrations where it is listed or cleared. */
const spansRegistrations = (collection: DocumentCollection): boolean =>
  collection.kind === 'state' && collection.registration === undefined;

const inPlace = 'organisation = ? AND kind = ? AND agent = ? AND activity = ? AND registration = ?';
const acrossRegistrations = 'organisation = ? AND kind = ? AND agent = ? AND activity = ?';

/** The document in a place, as the rules beside the port compare it. */
function findPresent(
  database: Database,
  place: DocumentKey,
  id: string,
): Pick<StoredDocument, 'etag' | 'contentType' | 'updated'> | undefined {
  const row = prepared<[...DocumentKey, string], { etag: string; contentType: string; updated: number }>(
    database,
    `SELECT etag, content_type AS contentType, updated FROM document WHERE ${inPlace} AND id = ?`,
  ).get(...place, id);
  return row && { ...row, updated: isoInstant(row.updated) };
}

function put(
  database: Database,
  input: DocumentInput & { readonly document: StoredDocument; readonly expected: ExpectedDocument },
): DocumentOutcome {
  const { id, contentType, content, etag, updated } = input.document;
  const place = placeForWriting(database, input);
  const outcome = putOutcome(findPresent(database, place, id), input.document, input.expected);
  if (outcome !== undefined) return outcome;
  prepared(
    database,
    `
    INSERT INTO document (organisation, kind, agent, activity, registration, id, updated, etag, content_type, content)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (organisation, kind, agent, activity, registration, id)
    DO UPDATE SET updated = excluded.updated, etag = excluded.etag, content_type = excluded.content_type, content = excluded.content`,
  ).run(...place, id, milliseconds(updated), etag, contentType, content);
  return { changed: true };
}

function remove(
  database: Database,
  input: DocumentInput & { readonly id: string; readonly expected: ExpectedDocument },
): DocumentOutcome {
  const place = placeForRemoving(database, input);
  // Where the place is unknown there is no document.
  const present = place && findPresent(database, place, input.id);
  const outcome = removalOutcome(present, input.expected);
  if (place === undefined || outcome !== undefined) return outcome ?? { changed: true };
  prepared(database, `DELETE FROM document WHERE ${inPlace} AND id = ?`).run(...place, input.id);
  return { changed: true };
}

function clear(
  database: Database,
  input: DocumentInput & { readonly expected: readonly string[] | undefined },
): boolean {
  const place = placeForRemoving(database, input);
  if (place === undefined) return true;
  if (input.expected !== undefined && !allowsClearing(ids(database, { ...input, since: undefined }), input.expected))
    return false;
  if (spansRegistrations(input.collection))
    prepared(database, `DELETE FROM document WHERE ${acrossRegistrations}`).run(...place.slice(0, 4));
  else prepared(database, `DELETE FROM document WHERE ${inPlace}`).run(...place);
  return true;
}

function forget(
  database: Database,
  { organisation, agent }: { readonly organisation: OrganisationId; readonly agent: AgentKey },
): number {
  const number = requireOrganisation(database, organisation);
  const term = findTerm(database, number, termKinds.agent, agent);
  if (term === undefined) return 0;
  return overwriting(database, () => {
    const { changes } = prepared(
      database,
      `DELETE FROM document WHERE organisation = ? AND kind IN (${kinds.state}, ${kinds['agent-profile']}) AND agent = ?`,
    ).run(number, term);
    removeAgents(database, number, forgottenAgents(database, number, [agentFacet(term)]));
    return changes;
  });
}

interface Row {
  readonly id: string;
  readonly updated: number;
  readonly etag: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

function find(database: Database, input: DocumentInput & { readonly id: string }): StoredDocument | undefined {
  const place = placeForReading(database, input);
  if (place === undefined) return undefined;
  const row = prepared<[...DocumentKey, string], Row>(
    database,
    `SELECT id, updated, etag, content_type AS contentType, content FROM document WHERE ${inPlace} AND id = ?`,
  ).get(...place, input.id);
  return row === undefined
    ? undefined
    : { ...row, updated: isoInstant(row.updated), content: new Uint8Array(row.content) };
}

function ids(database: Database, input: DocumentInput & { readonly since: string | undefined }): readonly string[] {
  const place = placeForReading(database, input);
  if (place === undefined) return [];
  const since = input.since === undefined ? -Infinity : milliseconds(input.since);
  const across = spansRegistrations(input.collection);
  const sql = `SELECT DISTINCT id FROM document WHERE ${across ? acrossRegistrations : inPlace} AND updated > ? ORDER BY id`;
  return prepared<number[], string>(database, sql)
    .pluck()
    .all(...(across ? place.slice(0, 4) : place), since);
}

function newest(database: Database, input: DocumentInput & { readonly since: string | undefined }): string | undefined {
  const place = placeForReading(database, input);
  if (place === undefined) return undefined;
  const across = spansRegistrations(input.collection);
  const sql = `SELECT max(updated) FROM document WHERE ${across ? acrossRegistrations : inPlace}`;
  const updated =
    prepared<number[], number | null>(database, sql)
      .pluck()
      .get(...(across ? place.slice(0, 4) : place)) ?? undefined;
  return updated === undefined || (input.since !== undefined && updated <= milliseconds(input.since))
    ? undefined
    : isoInstant(updated);
}

/** State and profile documents in SQLite. */
export const documentsModule = {
  migrations: [
    {
      name: 'documents-1',
      sql: `
        CREATE TABLE document (
          organisation INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          agent INTEGER NOT NULL,
          activity INTEGER NOT NULL,
          registration INTEGER NOT NULL,
          id TEXT NOT NULL,
          updated INTEGER NOT NULL,
          etag TEXT NOT NULL,
          content_type TEXT NOT NULL,
          content BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX document_place ON document (organisation, kind, agent, activity, registration, id);
      `,
    },
  ],
  commands: { put, remove, clear, forget },
  queries: { find, ids, newest },
} satisfies SqliteModule;

/** The documents of the LRS's port. */
export function documentStore(engine: Offers<'documents', typeof documentsModule>): DocumentCommands & DocumentQueries {
  const module = engine.module('documents');
  return {
    putDocument: (organisation, collection, document, expected) =>
      module.execute('put', { organisation, collection, document, expected }),
    removeDocument: (organisation, collection, id, expected) =>
      module.execute('remove', { organisation, collection, id, expected }),
    clearDocuments: (organisation, collection, expected) =>
      module.execute('clear', { organisation, collection, expected }),
    eraseDocuments: (organisation, agent) => module.execute('forget', { organisation, agent }),
    findDocument: (organisation, collection, id) => module.query('find', { organisation, collection, id }),
    listDocumentIds: (organisation, collection, since) => module.query('ids', { organisation, collection, since }),
    findNewestUpdate: (organisation, collection, since) => module.query('newest', { organisation, collection, since }),
  };
}
