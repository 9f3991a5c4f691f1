import type { BlobPlaces, Configuration } from '../base/index.js';
import type { CompetencyStore } from '../competency/store/index.js';
import type { ContentStore } from '../h5p-content/store/index.js';
import type { LrsStore, StoreBackup, StoreHealth } from '../lrs/store/index.js';
import type { LtiStore } from '../lti-tool/store/index.js';
import type { PeopleStore } from '../people/store/index.js';

/** The ports of one open store. */
export interface Stores {
  readonly lrs: LrsStore;
  readonly people: PeopleStore;
  readonly content: ContentStore;
  readonly competency: CompetencyStore;
  readonly lti: LtiStore;
  readonly blobs: BlobPlaces;
  readonly health: StoreHealth;
  /** Takes no more commands, finishes what has queued, then closes. */
  close(): Promise<void>;
}

/** `serve`: a process that serves the installation. `brief`: a command that asks or changes something and ends. */
export type StoreUse = 'serve' | 'brief';

/**
 * Opens the store that the configuration names; here alone an engine is chosen. It is loaded when it is needed.
 * @throws LotseError `store-unavailable`, `invalid-configuration`
 */
export async function openConfiguredStores(configuration: Configuration, use: StoreUse): Promise<Stores> {
  const adapter = await import('../adapters/sqlite/index.js');
  return adapter.openStores(configuration, use);
}

/**
 * Copies of that store, and their way back; apart from `openConfiguredStores`, since a backup neither creates nor
 * migrates it.
 */
export async function openConfiguredBackup(configuration: Configuration): Promise<StoreBackup> {
  const adapter = await import('../adapters/sqlite/index.js');
  return adapter.openBackup(configuration);
}
