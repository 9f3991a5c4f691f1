import type { AttachmentStore } from '../../../lrs/store/index.js';

/** The attachments of the model: one map. */
export function attachmentModel(): AttachmentStore {
  const kept = new Map<string, Buffer>();
  return {
    put: async (organisation, sha2, content) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of content) pieces.push(piece);
      kept.set(`${organisation} ${sha2}`, Buffer.concat(pieces));
    },
    find: async (organisation, sha2) => {
      const data = kept.get(`${organisation} ${sha2}`);
      if (data === undefined) return undefined;
      return {
        length: data.byteLength,
        read: async function* () {
          yield data;
        },
      };
    },
  };
}
