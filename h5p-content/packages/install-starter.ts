import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, distFolder, isoNow } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { ContentStore } from '../store/index.js';
import { readContentFolder } from './read-folder.js';

/** One content after installation. */
export interface Installed {
  readonly id: string;
  readonly version: number;
  /** `false` where the organisation had this edition already. */
  readonly published: boolean;
}

/**
 * Gives an organisation the starter content. An edition that it has already is left alone, so that this may run at
 * every start; a changed one becomes the next version.
 * @throws LotseError `invalid-document` where a folder of the starter content is broken
 */
export async function installStarter(
  {
    store,
    clock,
    folder = join(distFolder, 'h5p-content', 'starter'),
  }: { readonly store: ContentStore; readonly clock: Clock; readonly folder?: string },
  organisation: OrganisationId,
): Promise<readonly Installed[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'lotse.json')))
    .map((entry) => entry.name)
    .sort();
  const drafts = await Promise.all(folders.map((name) => readContentFolder(join(folder, name))));
  return Promise.all(
    drafts.map(async (draft) => ({
      id: draft.id,
      ...(await store.contents.publish(organisation, draft, isoNow(clock))),
    })),
  );
}
