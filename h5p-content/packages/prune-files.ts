import { type BlobPlaces, type Clock, libraryOwner, pruneBlobs, type Pruned } from '../../base/index.js';
import type { ContentStore } from '../store/index.js';

/** Dependencies of pruning files. */
export interface PruneParts {
  readonly store: Pick<ContentStore, 'contents' | 'libraries'>;
  readonly blobs: Pick<BlobPlaces, 'contents' | 'libraries'>;
  readonly clock: Clock;
}

/**
 * Removes files that no version of a content and no installed library refers to: remains of an interrupted publication
 * or installation, and files of libraries that newer ones have replaced.
 * @param olderThanMs a day or more; what was put later stays
 * @throws LotseError `invalid-parameter` where younger files are to go; `store-unavailable`
 */
export async function pruneFiles({ store, blobs, clock }: PruneParts, olderThanMs: number): Promise<Pruned> {
  const contents = await pruneBlobs({
    blobs: blobs.contents,
    clock,
    olderThanMs,
    async dropReferenced(candidates) {
      for (const { organisation, sha256 } of await store.contents.listContentBlobs())
        candidates.delete(`${organisation} ${sha256}`);
    },
  });
  const libraries = await pruneBlobs({
    blobs: blobs.libraries,
    clock,
    olderThanMs,
    async dropReferenced(candidates) {
      for (const sha256 of await store.libraries.listLibraryBlobs()) candidates.delete(`${libraryOwner} ${sha256}`);
    },
  });
  return { looked: contents.looked + libraries.looked, removed: contents.removed + libraries.removed };
}
