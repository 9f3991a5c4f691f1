import type { OrganisationId, Position } from './identifiers.js';

/** A range of organisations whose writes share one order. SQLite has partition 0 alone. */
export type Partition = number;

/**
 * A stored event; events are in the order of positions. `text` is the whole statement, `stored` included. A voiding
 * statement is
 * one `void` event, with its own statement; its target may come later or never. `erasure` says that what these
 * statements contributed must be forgotten.
 */
export type StoredEvent = {
  readonly position: Position;
  readonly organisation: OrganisationId;
  /** ISO 8601 UTC with milliseconds. */
  readonly stored: string;
} & (
  | { readonly kind: 'statement'; readonly id: string; readonly text: string }
  | { readonly kind: 'void'; readonly id: string; readonly text: string; readonly target: string }
  | { readonly kind: 'erasure'; readonly statements: readonly string[] }
);

/** The stream of what was stored. Consumers pull; each keeps its own cursor with what it made of the events. */
export interface StreamQueries {
  listPartitions(): Promise<readonly Partition[]>;
  /** Events behind `after` (0 is before the first), in order, at most `limit`. */
  listEvents(partition: Partition, after: Position, limit: number): Promise<readonly StoredEvent[]>;
  /** The newest position of a partition, 0 if it is empty. */
  findHead(partition: Partition): Promise<Position>;
  /**
   * Calls the listener some time after events were appended: a hint to read on, without a promise of one call
   * per append. Returns a function that ends the subscription.
   */
  onAppended(listener: () => void): () => void;
}
