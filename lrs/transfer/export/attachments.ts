import type { LrsStore, OrganisationId, StoredStatement } from '../../store/index.js';
import { openAttachmentFiles } from '../attachment-files.js';
import { attachmentsIn } from '../attachment-names.js';

/** Options for exporting attachments. */
export interface AttachmentExport {
  readonly store: Pick<LrsStore, 'attachments'>;
  readonly organisation: OrganisationId;
  /** Each becomes a file of this folder, named by its hash; those that are there already stay. */
  readonly folder: string;
  /** Called for each attachment that is in the folder now. */
  readonly onKept?: () => void;
}

/** Yields the same statements once the data of their attachments, as far as it was ever sent, is in the folder. */
export async function* withAttachments(
  pages: AsyncIterable<readonly StoredStatement[]>,
  { store, organisation, folder, onKept }: AttachmentExport,
): AsyncGenerator<readonly StoredStatement[]> {
  const files = openAttachmentFiles(folder);
  for await (const page of pages) {
    for (const sha2 of new Set(page.flatMap(({ text }) => attachmentsIn(text).map(({ sha2 }) => sha2)))) {
      const blob = await store.attachments.findBlob(organisation, sha2);
      if (blob === undefined) continue;
      await files.write(sha2, blob);
      onKept?.();
    }
    yield page;
  }
}
