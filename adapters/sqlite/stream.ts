import type { Database } from 'better-sqlite3';
import type { OrganisationId, Partition, Position, StoredEvent, StreamQueries } from '../../lrs/store/index.js';
import { prepared, type Offers, type SqliteModule } from './engine/index.js';
import { isoInstant } from './instants.js';
import type { statementsModule } from './statements.js';
import { uuidText } from './statements/identifiers.js';
import { newestInstant } from './statements/order.js';
import { withStored } from './statements/read.js';

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

const selectEvents = `
  SELECT s.position, o.id AS organisation, s.id, s.stored, s.voiding, s.target, s.text
  FROM statement s CROSS JOIN organisation o ON o.number = s.organisation
  WHERE s.position > ? ORDER BY s.position LIMIT ?`;

function read(database: Database, { after, limit }: { readonly after: Position; readonly limit: number }): readonly StoredEvent[] {
  return prepared<[Position, number], Row>(database, selectEvents).all(after, limit).map(({ position, organisation, id, stored, voiding, target, text }) => {
    const instant = isoInstant(stored);
    const event = { position, organisation, stored: instant, id: uuidText(id), text: withStored(text, instant) };
    return voiding === 1 && target !== null ? { ...event, kind: 'void', target: uuidText(target) } : { ...event, kind: 'statement' };
  });
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
export function streamStore(engine: Offers<'stream', typeof streamModule> & Offers<'statements', typeof statementsModule>): StreamQueries {
  const module = engine.module('stream');
  return {
    partitions: async () => [partition],
    read: async (asked, after, limit) => (asked === partition ? module.queryAside('read', { after, limit }) : []),
    head: async (asked) => (asked === partition ? module.query('head', undefined) : 0),
    onAppended: (listener) => engine.module('statements').onCommitted(listener),
  };
}
