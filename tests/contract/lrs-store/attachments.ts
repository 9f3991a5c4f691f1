import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { AttachmentStore, OrganisationId } from '../../../lrs/store/index.js';
import { nordwerk, suedwerk, withStore, type LrsStoreFactory } from './factory.js';

const hashOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
}

async function read(attachments: AttachmentStore, organisation: OrganisationId, sha2: string): Promise<Buffer | undefined> {
  const kept = await attachments.find(organisation, sha2);
  if (kept === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of kept.read()) pieces.push(piece);
  const data = Buffer.concat(pieces);
  expect(kept.length).toBe(data.byteLength);
  return data;
}

/** How every adapter keeps attachment data. */
export function attachmentContract(open: LrsStoreFactory): void {
  describe('attachments', () => {
    const binary = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256));

    test('come back octet for octet, as often as they are asked for', () => withStore(open, async ({ attachments }) => {
      expect(await attachments.find(nordwerk, hashOf(binary))).toBeUndefined();
      await attachments.put(nordwerk, hashOf(binary), piecesOf(binary.subarray(0, 1), binary.subarray(1, 100_000), Buffer.alloc(0), binary.subarray(100_000)));
      const kept = (await attachments.find(nordwerk, hashOf(binary)))!;
      for (let time = 0; time < 2; time++) {
        const pieces: Uint8Array[] = [];
        for await (const piece of kept.read()) pieces.push(piece);
        expect(Buffer.concat(pieces).equals(binary)).toBe(true);
      }
      expect(kept.length).toBe(binary.byteLength);
    }));

    test('may be empty, and may go under any hash of SHA-2', () => withStore(open, async ({ attachments }) => {
      for (const algorithm of ['sha224', 'sha256', 'sha384', 'sha512']) {
        for (const data of [Buffer.alloc(0), Buffer.from('x')]) {
          const sha2 = createHash(algorithm).update(data).digest('hex');
          await attachments.put(nordwerk, sha2, piecesOf(data));
          expect(await read(attachments, nordwerk, sha2)).toEqual(data);
        }
      }
    }));

    test('belong to one organisation', () => withStore(open, async ({ attachments }) => {
      const data = Buffer.from('Nord');
      await attachments.put(nordwerk, hashOf(data), piecesOf(data));
      expect(await attachments.find(suedwerk, hashOf(data))).toBeUndefined();
    }));

    test('may be put again, also at the same time', () => withStore(open, async ({ attachments }) => {
      await Promise.all(Array.from({ length: 8 }, () => attachments.put(nordwerk, hashOf(binary), piecesOf(binary))));
      await attachments.put(nordwerk, hashOf(binary), piecesOf(binary));
      expect((await read(attachments, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
    }));

    test('are not kept where their content throws, and what it threw goes on', () => withStore(open, async ({ attachments }) => {
      const fault = new Error('the wrong hash');
      async function* broken(): AsyncGenerator<Uint8Array, void> {
        yield binary;
        throw fault;
      }
      await expect(attachments.put(nordwerk, hashOf(binary), broken())).rejects.toBe(fault);
      expect(await attachments.find(nordwerk, hashOf(binary))).toBeUndefined();
      await attachments.put(nordwerk, hashOf(binary), piecesOf(binary));
      // Where it is there already, its content is still read to the end, for the sake of who checks it on the way.
      await expect(attachments.put(nordwerk, hashOf(binary), broken())).rejects.toBe(fault);
      expect((await read(attachments, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
    }));
  });
}
