import { type Clock, type Milliseconds, pruneBlobs, type Pruned } from '../../base/index.js';
import type { LrsStore } from '../store/index.js';
import { attachmentsIn } from './attachment-names.js';

/** Options for pruning attachments. */
export interface PruneRequest {
  readonly store: Pick<LrsStore, 'attachments' | 'stream'>;
  readonly clock: Clock;
  /** A day or more. Data that was put later stays: its statement may still be on its way. */
  readonly olderThan: Milliseconds;
  /** Called with the number of positions read so far, and their total. */
  readonly onProgress?: (read: number, all: number) => void;
}

const batch = 500;

/**
 * Removes attachment data that no statement names: data that came with requests that were refused in the end, and data
 * of erased statements. It reads every statement. Data that is uploaded again while it
 * runs counts as new, and stays.
 * @throws LotseError `invalid-parameter` where younger data is to go; `store-unavailable`
 */
export function pruneAttachments({ store, clock, olderThan, onProgress }: PruneRequest): Promise<Pruned> {
  return pruneBlobs({
    blobs: store.attachments,
    clock,
    olderThanMs: olderThan,
    async dropReferenced(candidates) {
      for (const partition of await store.stream.listPartitions()) {
        const head = await store.stream.findHead(partition);
        for (let position = 0; ;) {
          const events = await store.stream.listEvents(partition, position, batch);
          for (const event of events)
            if (event.kind !== 'erasure')
              for (const { sha2 } of attachmentsIn(event.text)) candidates.delete(`${event.organisation} ${sha2}`);
          const last = events.at(-1);
          if (last === undefined) break;
          position = last.position;
          onProgress?.(Math.min(position, head), head);
        }
      }
    },
  });
}
