import type { BlobEntry, BlobStore } from './blob-store.js';
import type { Clock } from './clock.js';
import { LotseError } from './errors.js';

/** Options for pruning blobs. */
export interface BlobPruning {
  readonly blobs: BlobStore;
  readonly clock: Clock;
  /** A day or more. Blobs put later stay: a reference to them may still be on its way. */
  readonly olderThanMs: number;
  /** Removes the referenced blobs from the candidates, keyed by `{owner} {hash}`. */
  readonly dropReferenced: (candidates: Map<string, BlobEntry>) => Promise<void>;
}

/** The result of pruning. */
export interface Pruned {
  /** Blobs that are old enough. */
  readonly looked: number;
  readonly removed: number;
}

const dayMs = 24 * 3600_000;

/**
 * Removes unreferenced blobs. A blob that is put again while it runs counts as new, and stays.
 * @throws LotseError `invalid-parameter` where younger ones are to go; `store-unavailable`
 */
export async function pruneBlobs({ blobs, clock, olderThanMs, dropReferenced }: BlobPruning): Promise<Pruned> {
  if (olderThanMs < dayMs)
    throw new LotseError(
      'invalid-parameter',
      'Only data that is older than a day can be removed: what names younger data may still be on its way.',
    );
  const putBefore = new Date(clock.now() - olderThanMs).toISOString();
  const candidates = new Map<string, BlobEntry>();
  for await (const entry of blobs.listBlobs())
    if (entry.put < putBefore) candidates.set(`${entry.owner} ${entry.sha2}`, entry);
  const looked = candidates.size;
  if (looked === 0) return { looked, removed: 0 };
  await dropReferenced(candidates);
  let removed = 0;
  for (const { owner, sha2 } of candidates.values()) if (await blobs.removeBlob(owner, sha2, putBefore)) removed += 1;
  return { looked, removed };
}
