import { type BlobStore, LotseError, sha2Hasher } from '../../../base/index.js';
import { collectContent } from '../../multipart/index.js';
import type { OrganisationId } from '../../store/index.js';
import type { AttachmentData } from './prepare.js';
import type { ImportSource, StoreAttachment } from './source.js';

/** Dependencies of the intake of attachment data. */
export interface AttachmentIntakeParts {
  readonly attachments: BlobStore;
  readonly organisation: OrganisationId;
  readonly source: ImportSource;
  /** Maximum size of one attachment, in bytes. */
  readonly limit: number;
}

/** Stores attachment data, and remembers refusals. */
export interface AttachmentIntake {
  readonly keep: StoreAttachment;
  readonly data: AttachmentData;
}

/** Octets. A signature holds a statement, and is held in memory to be checked. */
const maxSignatureBytes = 16 * 1024 * 1024;

/** Number of reasons remembered; beyond that, a refusal has no particular reason. */
const maxReasons = 10_000;
const notBrought = 'It has an attachment without a fileUrl, whose data the import does not bring.';
const wrongData = 'The data of its attachment does not have the hash under which the statement names it.';

/**
 * The content, checked as it is read.
 * @throws LotseError `too-large`
 */
async function* limited(content: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array, void> {
  let length = 0;
  for await (const piece of content) {
    length += piece.byteLength;
    if (length > limit)
      throw new LotseError('too-large', `The data of its attachment is over the limit of ${limit} bytes.`);
    yield piece;
  }
}

/** Data that is stored already is not read again, so that repeating or resuming an import is quick. */
export function createAttachmentIntake({
  attachments,
  organisation,
  source,
  limit,
}: AttachmentIntakeParts): AttachmentIntake {
  const reasons = new Map<string, string>();
  const isKept = async (sha2: string): Promise<boolean> =>
    (await attachments.findBlob(organisation, sha2)) !== undefined;

  const take = async (sha2: string, content: AsyncIterable<Uint8Array>): Promise<void> => {
    try {
      await attachments.putBlob(organisation, limited(content, limit), sha2);
    } catch (caught) {
      if (!(caught instanceof LotseError) || caught.status >= 500) throw caught;
      if (reasons.size >= maxReasons) reasons.clear();
      reasons.set(sha2, caught.code === 'wrong-hash' ? wrongData : caught.message);
    }
  };

  return {
    keep: async (given, content) => {
      const sha2 = given.toLowerCase();
      if (sha2Hasher(sha2) !== undefined && !(await isKept(sha2))) await take(sha2, content);
    },
    data: {
      look: async (sha2) => {
        if (await isKept(sha2)) return 'kept';
        const content = await source.attachment?.(sha2);
        if (content !== undefined) await take(sha2, content);
        return content !== undefined && (await isKept(sha2)) ? 'kept' : { missing: reasons.get(sha2) ?? notBrought };
      },
      signature: async (sha2) => {
        const blob = await attachments.findBlob(organisation, sha2);
        if (blob !== undefined && blob.length > maxSignatureBytes)
          throw new LotseError('too-large', `A signature may have at most ${maxSignatureBytes} bytes.`);
        return blob && collectContent(blob.read(), maxSignatureBytes);
      },
    },
  };
}
