import type { Database } from 'better-sqlite3';
import type { Position } from '../../../lrs/store/index.js';
import { prepared, remembered } from '../engine/index.js';

interface Instant {
  /** Milliseconds since 1970. */
  readonly stored: number;
  readonly position: Position;
}

/** The newest instant at which something was stored, and the last position written then. */
export function newestInstant(database: Database): Instant | undefined {
  return prepared<[], Instant>(database, 'SELECT stored, position FROM instant ORDER BY stored DESC LIMIT 1').get();
}

/** The last position stored at or before an instant (milliseconds since 1970), 0 if there is none. */
export function positionAt(database: Database, instant: number): Position {
  return (
    prepared<[number], number>(database, 'SELECT position FROM instant WHERE stored <= ? ORDER BY stored DESC LIMIT 1')
      .pluck()
      .get(instant) ?? 0
  );
}

/** One millisecond after everything that earlier transactions have stored. */
const earliestStored = (database: Database): number => (newestInstant(database)?.stored ?? -Infinity) + 1;

/** Where a command's writes go. */
export interface OrderPosition {
  /** The next position to give. */
  next: Position;
  readonly stored: number;
}

/**
 * Where the order continues. `stored` never falls, and what one transaction stored is later than all that
 * earlier ones did: whoever has seen a statement of some instant will never see another appear at or before it.
 * @param now the present, milliseconds since 1970
 * @param promised the instant through which readers were told that they have seen everything
 */
export function placeForWriting(database: Database, now: number, promised: number): OrderPosition {
  const newest = newestInstant(database);
  return {
    next: (newest?.position ?? 0) + 1,
    stored: Math.max(now, promised + 1, remembered(database, earliestStored), newest?.stored ?? -Infinity),
  };
}

/** Notes the positions that were given. */
export function closePlace(database: Database, place: OrderPosition): void {
  prepared(
    database,
    'INSERT INTO instant (stored, position) VALUES (?, ?) ON CONFLICT (stored) DO UPDATE SET position = excluded.position',
  ).run(place.stored, place.next - 1);
}
