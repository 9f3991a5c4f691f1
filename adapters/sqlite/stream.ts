import type { Database } from 'better-sqlite3';
import type { OrganisationId, Partition, Position, StoredEvent, StreamQueries } from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { isoInstant } from './instants.js';
import type { statementsModule } from './statements.js';
import { uuidText } from './statements/identifiers.js';
import { newestInstant } from './statements/order.js';
import { withInstant } from './statements/read.js';

/** The only partition: one writer, one order. */
const partition: Partition = 0;

interface Row {
  readonly position: Position;
  readonly organisation: OrganisationId;
  readonly id: Buffer;
  readonly stored: number;
  readonly voiding: 0 | 1;
  readonly target: Buffer | null;
  readonly text: string;
}

interface ErasureRow {
  readonly position: Position;
  readonly organisation: OrganisationId;
  readonly stored: number;
  readonly statements: string;
}

const selectErasures = `
  SELECT e.position, o.id AS organisation, e.stored, e.statements
  FROM erasure e CROSS JOIN organisation o ON o.number = e.organisation
  WHERE e.position > ? ORDER BY e.position LIMIT ?`;

const selectEvents = `
  SELECT s.position, o.id AS organisation, s.id, s.stored, s.voiding, s.target, s.text
  FROM statement s CROSS JOIN organisation o ON o.number = s.organisation
  WHERE s.position > ? ORDER BY s.position LIMIT ?`;

function eventOf({ position, organisation, id, stored, voiding, target, text }: Row): StoredEvent {
  const instant = isoInstant(stored);
  const event = {
    position,
    organisation,
    stored: instant,
    id: uuidText(id),
    text: withInstant('stored', instant, text),
  };
  return voiding === 1 && target !== null
    ? { ...event, kind: 'void', target: uuidText(target) }
    : { ...event, kind: 'statement' };
}

function read(
  database: Database,
  { after, limit }: { readonly after: Position; readonly limit: number },
): readonly StoredEvent[] {
  const statements = prepared<[Position, number], Row>(database, selectEvents).all(after, limit).map(eventOf);
  const erasures = prepared<[Position, number], ErasureRow>(database, selectErasures)
    .all(after, limit)
    .map(({ stored, statements: ids, ...row }): StoredEvent => ({
      ...row,
      kind: 'erasure',
      stored: isoInstant(stored),
      statements: JSON.parse(ids) as string[],
    }));
  return erasures.length === 0
    ? statements
    : [...statements, ...erasures].sort((a, b) => a.position - b.position).slice(0, limit);
}

function head(database: Database): Position {
  return newestInstant(database)?.position ?? 0;
}

/** The stream reads what the statements' module has written. */
export const streamModule = {
  migrations: [],
  commands: {},
  queries: { read, head },
} satisfies SqliteModule;

/** The stream of the LRS's port. */
export function streamStore(
  engine: Offers<'stream', typeof streamModule> & Offers<'statements', typeof statementsModule>,
): StreamQueries {
  const module = engine.module('stream');
  return {
    listPartitions: async () => [partition],
    listEvents: async (requested, after, limit) =>
      requested === partition ? module.queryInReader('read', { after, limit }) : [],
    findHead: async (requested) => (requested === partition ? module.query('head', undefined) : 0),
    onAppended: (listener) => engine.module('statements').onCommitted(listener),
  };
}
