import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlobStore, type Clock, distFolder, isoNow } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { ContentStore } from '../store/index.js';
import { type ContentFolder, readContentFolder } from './read-folder.js';

/** One content after installation. */
export interface InstalledContent {
  readonly id: string;
  readonly version: number;
  /** `false` if the organisation had this edition already. */
  readonly published: boolean;
}

/** Dependencies of installing contents. */
export interface StarterParts {
  readonly store: ContentStore;
  /** The store of content files. */
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly folder?: string;
}

/** Publishes a content from its folder; files are stored before the version that refers to them. */
async function publishFolder(
  { store, blobs, clock }: StarterParts,
  organisation: OrganisationId,
  { draft, readFile }: ContentFolder,
): Promise<InstalledContent> {
  for (const { name, sha256 } of draft.files) await blobs.putBlob(organisation, readFile(name), sha256);
  const { id } = draft;
  const before = await store.contents.findContent(organisation, id);
  const { version } = await store.contents.publishVersion(organisation, draft, isoNow(clock));
  return { id, version, published: version > (before?.version ?? 0) };
}

/**
 * Installs the starter content for an organisation. An edition it has already is left alone, so that this may run at
 * every start; a changed one becomes the next version.
 * @throws LotseError `invalid-document` if a folder of the starter content is broken
 */
export async function installStarter(
  parts: StarterParts,
  organisation: OrganisationId,
): Promise<readonly InstalledContent[]> {
  const { folder = join(distFolder, 'h5p-content', 'starter') } = parts;
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'lotse.json')))
    .map((entry) => entry.name)
    .sort();
  const contents = await Promise.all(folders.map((name) => readContentFolder(join(folder, name))));
  return Promise.all(contents.map((content) => publishFolder(parts, organisation, content)));
}
