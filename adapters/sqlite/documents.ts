import type { Database } from 'better-sqlite3';
import type {
  AgentKey,
  DocumentCollection,
  DocumentCommands,
  DocumentOutcome,
  DocumentQueries,
  ExpectedDocument,
  OrganisationId,
  StoredDocument,
} from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { isoInstant, milliseconds } from './instants.js';
import { organisationNumber, requireOrganisation } from './organisations.js';
import { overwriting } from './overwriting.js';
import { agentFacet, forgottenAgents } from './statements/facets.js';
import { findTerm, internTerm, removeAgents, termKinds } from './terms.js';

const kinds = { state: 1, 'activity-profile': 2, 'agent-profile': 3 } as const;

/** A collection as its rows know it; 0 where it has no agent, activity or registration. */
type Place = readonly [organisation: number, kind: number, agent: number, activity: number, registration: number];

interface Of {
  readonly organisation: OrganisationId;
  readonly collection: DocumentCollection;
}

type LookUp = (
  database: Database,
  organisation: number,
  kind: (typeof termKinds)[keyof typeof termKinds],
  text: string,
) => number | undefined;

/** `undefined` where nothing has ever named the agent, the activity or the registration: then there are no documents. */
function placeOf(
  database: Database,
  organisation: number,
  collection: DocumentCollection,
  lookUp: LookUp,
): Place | undefined {
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

function placeForReading(database: Database, { organisation, collection }: Of): Place | undefined {
  const number = organisationNumber(database, organisation);
  return number === undefined ? undefined : placeOf(database, number, collection, findTerm);
}

function placeForWriting(database: Database, { organisation, collection }: Of): Place {
  return placeOf(database, requireOrganisation(database, organisation), collection, internTerm)!;
}

function placeForRemoving(database: Database, { organisation, collection }: Of): Place | undefined {
  return placeOf(database, requireOrganisation(database, organisation), collection, findTerm);
}

/** A state collection without a registration stands for all registrations where it is listed or cleared. */
const spansRegistrations = (collection: DocumentCollection): boolean =>
  collection.kind === 'state' && collection.registration === undefined;

const inPlace = 'organisation = ? AND kind = ? AND agent = ? AND activity = ? AND registration = ?';
const acrossRegistrations = 'organisation = ? AND kind = ? AND agent = ? AND activity = ?';

/** What stands in the way of a change, if something does. */
function refusal(
  database: Database,
  place: Place,
  id: string,
  expected: ExpectedDocument,
): DocumentOutcome | undefined {
  if (expected === 'anything') return undefined;
  const etag = prepared<[...Place, string], string>(database, `SELECT etag FROM document WHERE ${inPlace} AND id = ?`)
    .pluck()
    .get(...place, id);
  if (expected === 'absent') return etag === undefined ? undefined : { changed: false, actual: { etag } };
  if (etag === expected.etag) return undefined;
  return { changed: false, actual: etag === undefined ? 'absent' : { etag } };
}

function put(
  database: Database,
  input: Of & { readonly document: StoredDocument; readonly expected: ExpectedDocument },
): DocumentOutcome {
  const {
    document: { id, contentType, content, etag, updated },
    expected,
  } = input;
  const place = placeForWriting(database, input);
  const refused = refusal(database, place, id, expected);
  if (refused !== undefined) return refused;
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
  input: Of & { readonly id: string; readonly expected: ExpectedDocument },
): DocumentOutcome {
  const place = placeForRemoving(database, input);
  // Where the place is unknown there is no document.
  if (place === undefined)
    return typeof input.expected === 'object' ? { changed: false, actual: 'absent' } : { changed: true };
  const refused = refusal(database, place, input.id, input.expected);
  if (refused !== undefined) return refused;
  prepared(database, `DELETE FROM document WHERE ${inPlace} AND id = ?`).run(...place, input.id);
  return { changed: true };
}

function clear(database: Database, input: Of & { readonly expected: readonly string[] | undefined }): boolean {
  const place = placeForRemoving(database, input);
  if (input.expected !== undefined) {
    const present = place === undefined ? [] : ids(database, { ...input, since: undefined });
    if (JSON.stringify(present) !== JSON.stringify(input.expected)) return false;
  }
  if (place === undefined) return true;
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

function find(database: Database, input: Of & { readonly id: string }): StoredDocument | undefined {
  const place = placeForReading(database, input);
  if (place === undefined) return undefined;
  const row = prepared<[...Place, string], Row>(
    database,
    `SELECT id, updated, etag, content_type AS contentType, content FROM document WHERE ${inPlace} AND id = ?`,
  ).get(...place, input.id);
  return row === undefined
    ? undefined
    : { ...row, updated: isoInstant(row.updated), content: new Uint8Array(row.content) };
}

function ids(database: Database, input: Of & { readonly since: string | undefined }): readonly string[] {
  const place = placeForReading(database, input);
  if (place === undefined) return [];
  const since = input.since === undefined ? -Infinity : milliseconds(input.since);
  const across = spansRegistrations(input.collection);
  const sql = `SELECT DISTINCT id FROM document WHERE ${across ? acrossRegistrations : inPlace} AND updated > ? ORDER BY id`;
  return prepared<number[], string>(database, sql)
    .pluck()
    .all(...(across ? place.slice(0, 4) : place), since);
}

function newest(database: Database, input: Of & { readonly since: string | undefined }): string | undefined {
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
