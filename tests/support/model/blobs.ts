import { createHash } from 'node:crypto';
import { type BlobStore, LotseError } from '../../../base/index.js';

interface Entry {
  readonly owner: string;
  readonly sha2: string;
  readonly data: Buffer;
  readonly put: string;
}

const algorithms: Readonly<Record<number, string>> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' };

/** The blobs of the model: one map. */
export function blobModel(): BlobStore {
  const kept = new Map<string, Entry>();
  return {
    putBlob: async (owner, content, named) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of content) pieces.push(piece);
      const data = Buffer.concat(pieces);
      const algorithm = algorithms[(named ?? '').length] ?? 'sha256';
      const sha2 = createHash(algorithm).update(data).digest('hex');
      if (named !== undefined && named !== sha2) throw new LotseError('wrong-hash', 'Not this.');
      kept.set(`${owner} ${sha2}`, { owner, sha2, data, put: new Date().toISOString() });
      return { sha2, length: data.byteLength };
    },
    findBlob: async (owner, sha2) => {
      const data = kept.get(`${owner} ${sha2}`)?.data;
      if (data === undefined) return undefined;
      return {
        length: data.byteLength,
        read: async function* ({ start, end } = { start: 0, end: data.byteLength }) {
          yield data.subarray(start, end + 1);
        },
      };
    },
    removeBlob: async (owner, sha2, putBefore) => {
      const entry = kept.get(`${owner} ${sha2}`);
      return (
        entry !== undefined && (putBefore === undefined || entry.put < putBefore) && kept.delete(`${owner} ${sha2}`)
      );
    },
    listBlobs: async function* () {
      for (const { owner, sha2, put } of kept.values()) yield { owner, sha2, put };
    },
  };
}
