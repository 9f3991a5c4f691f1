import type { BlobPlaces, BlobStore } from '../../../base/index.js';
import type { OrganisationId, StoreCopy } from '../../store/index.js';
import { attachmentsIn } from '../attachment-names.js';
import type { Manifest } from './manifest.js';

/** Data that is referenced but missing. */
export interface MissingBlob {
  readonly place: keyof BlobPlaces;
  readonly owner: string;
  readonly sha2: string;
}

/** Input of the check. */
export interface BlobCheck {
  readonly copy: StoreCopy;
  readonly blobs: Readonly<Record<keyof BlobPlaces, Pick<BlobStore, 'listBlobs'>>>;
  /** True if the blobs lie in the data folder, and so in the backup. */
  readonly inside: boolean;
  readonly onMissing?: (missing: MissingBlob) => void;
}

type Counts = NonNullable<Manifest['attachments']>;

async function count(
  { blobs, inside, onMissing }: BlobCheck,
  missingBlobs: ReadonlyMap<string, MissingBlob>,
  places: readonly (keyof BlobPlaces)[],
): Promise<Counts> {
  const missing = new Map(missingBlobs);
  if (missing.size > 0) {
    for (const place of places)
      for await (const { owner, sha2 } of blobs[place].listBlobs()) missing.delete(`${place} ${owner} ${sha2}`);
  }
  for (const each of missing.values()) onMissing?.(each);
  return { inside, named: missingBlobs.size, missing: missing.size };
}

function enter(missingBlobs: Map<string, MissingBlob>, blob: MissingBlob): void {
  missingBlobs.set(`${blob.place} ${blob.owner} ${blob.sha2}`, blob);
}

/**
 * Compares the references in a copy with the stored data: each attachment of a statement without a fileUrl, and
 * each file of a content or library.
 */
export async function checkBlobs(check: BlobCheck): Promise<{ readonly attachments: Counts; readonly files: Counts }> {
  const { copy } = check;
  const attachments = new Map<string, MissingBlob>();
  const named = (owner: OrganisationId, text: string): void => {
    for (const { sha2, elsewhere } of attachmentsIn(text))
      if (!elsewhere) enter(attachments, { place: 'attachments', owner, sha2 });
  };
  for await (const { organisation, text } of copy.listStatementsNamingAttachments()) named(organisation, text);
  const files = new Map<string, MissingBlob>();
  for await (const file of copy.listNamedFiles()) enter(files, file);
  return {
    attachments: await count(check, attachments, ['attachments']),
    files: await count(check, files, ['contents', 'libraries']),
  };
}
