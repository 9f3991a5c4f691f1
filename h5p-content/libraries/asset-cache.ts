import type { Asset } from '../../web/index.js';

/**
 * A cache of files needed by every player, by their hash, up to a total size; the least recently used one is dropped
 * first.
 */
export class AssetCache {
  readonly #entries = new Map<string, { readonly asset: Promise<Asset>; readonly size: number }>();
  readonly #maxSize: number;
  #size = 0;

  /** @param maxSize bytes of all of them */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /**
   * The file, created if it is not cached.
   * @param key what tells it from all others, e.g. its hash and type
   * @param size bytes that it takes, its compressed forms included
   */
  get(key: string, size: number, make: () => Promise<Asset>): Promise<Asset> {
    const cached = this.#entries.get(key);
    this.#remove(key);
    const asset = cached?.asset ?? make();
    this.#entries.set(key, { asset, size });
    this.#size += size;
    asset.catch(() => this.#remove(key, asset));
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#maxSize) break;
      this.#remove(oldest);
    }
    return asset;
  }

  #remove(key: string, asset?: Promise<Asset>): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || (asset !== undefined && entry.asset !== asset)) return;
    this.#entries.delete(key);
    this.#size -= entry.size;
  }
}
