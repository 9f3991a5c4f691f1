import type { BlobStore } from '../../../base/index.js';
import type { OrganisationId, StoreFile } from '../../store/index.js';
import { attachmentsIn } from '../attachment-names.js';
import type { Manifest } from './manifest.js';

/** An attachment that a statement names and that nobody has. */
export interface MissingAttachment {
  readonly organisation: OrganisationId;
  readonly sha2: string;
}

/** What is checked, and where. */
export interface AttachmentCheck {
  readonly store: StoreFile;
  /** The copied database. */
  readonly copy: string;
  readonly attachments: Pick<BlobStore, 'listBlobs'>;
  /** Whether the attachments lie in the data folder, and so in the backup, or elsewhere. */
  readonly inside: boolean;
  readonly onMissing?: (missing: MissingAttachment) => void;
}

/** Compares what the statements of a copy name with what is kept: each attachment without another place must be there. */
export async function checkAttachments({
  store,
  copy,
  attachments,
  inside,
  onMissing,
}: AttachmentCheck): Promise<NonNullable<Manifest['attachments']>> {
  const sought = new Map<string, MissingAttachment>();
  for await (const { organisation, text } of store.namingAttachments(copy)) {
    for (const { sha2, elsewhere } of attachmentsIn(text))
      if (!elsewhere) sought.set(`${organisation} ${sha2}`, { organisation, sha2 });
  }
  const named = sought.size;
  if (named > 0) for await (const { owner, sha2 } of attachments.listBlobs()) sought.delete(`${owner} ${sha2}`);
  for (const missing of sought.values()) onMissing?.(missing);
  return { inside, named, missing: sought.size };
}
