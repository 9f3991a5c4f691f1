import type { AttachmentStore, OrganisationId } from '../../../lrs/store/index.js';

interface Entry {
  readonly organisation: OrganisationId;
  readonly sha2: string;
  readonly data: Buffer;
  readonly put: string;
}

/** The attachments of the model: one map. */
export function attachmentModel(): AttachmentStore {
  const kept = new Map<string, Entry>();
  return {
    put: async (organisation, sha2, content) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of content) pieces.push(piece);
      kept.set(`${organisation} ${sha2}`, {
        organisation,
        sha2,
        data: Buffer.concat(pieces),
        put: new Date().toISOString(),
      });
    },
    find: async (organisation, sha2) => {
      const data = kept.get(`${organisation} ${sha2}`)?.data;
      if (data === undefined) return undefined;
      return {
        length: data.byteLength,
        read: async function* () {
          yield data;
        },
      };
    },
    remove: async (organisation, sha2, putBefore) => {
      const entry = kept.get(`${organisation} ${sha2}`);
      return (
        entry !== undefined &&
        (putBefore === undefined || entry.put < putBefore) &&
        kept.delete(`${organisation} ${sha2}`)
      );
    },
    list: async function* () {
      for (const { organisation, sha2, put } of kept.values()) yield { organisation, sha2, put };
    },
  };
}
