import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { AttachmentStore, OrganisationId } from '../../../lrs/store/index.js';
import { nordwerk, suedwerk } from './factory.js';

/** Opens an empty place for attachments. */
export type AttachmentStoreFactory = () => Promise<{ readonly attachments: AttachmentStore; close(): Promise<void> }>;

const hashOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
}

async function read(
  attachments: AttachmentStore,
  organisation: OrganisationId,
  sha2: string,
): Promise<Buffer | undefined> {
  const kept = await attachments.find(organisation, sha2);
  if (kept === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of kept.read()) pieces.push(piece);
  const data = Buffer.concat(pieces);
  expect(kept.length).toBe(data.byteLength);
  return data;
}

/** How every adapter keeps attachment data. */
export function attachmentContract(open: AttachmentStoreFactory): void {
  async function withPlace(test: (opened: { readonly attachments: AttachmentStore }) => Promise<void>): Promise<void> {
    const { attachments, close } = await open();
    try {
      await test({ attachments });
    } finally {
      await close();
    }
  }
  const listed = async (attachments: AttachmentStore): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const { organisation, sha2 } of attachments.list()) names.push(`${organisation} ${sha2}`);
    return names.toSorted();
  };

  describe('attachments', () => {
    const binary = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256));

    test('come back octet for octet, as often as they are asked for', () =>
      withPlace(async ({ attachments }) => {
        expect(await attachments.find(nordwerk, hashOf(binary))).toBeUndefined();
        await attachments.put(
          nordwerk,
          hashOf(binary),
          piecesOf(binary.subarray(0, 1), binary.subarray(1, 100_000), Buffer.alloc(0), binary.subarray(100_000)),
        );
        const kept = (await attachments.find(nordwerk, hashOf(binary)))!;
        for (let time = 0; time < 2; time++) {
          const pieces: Uint8Array[] = [];
          for await (const piece of kept.read()) pieces.push(piece);
          expect(Buffer.concat(pieces).equals(binary)).toBe(true);
        }
        expect(kept.length).toBe(binary.byteLength);
      }));

    test('may be empty, and may go under any hash of SHA-2', () =>
      withPlace(async ({ attachments }) => {
        for (const algorithm of ['sha224', 'sha256', 'sha384', 'sha512']) {
          for (const data of [Buffer.alloc(0), Buffer.from('x')]) {
            const sha2 = createHash(algorithm).update(data).digest('hex');
            await attachments.put(nordwerk, sha2, piecesOf(data));
            expect(await read(attachments, nordwerk, sha2)).toEqual(data);
          }
        }
      }));

    test('belong to one organisation', () =>
      withPlace(async ({ attachments }) => {
        const data = Buffer.from('Nord');
        await attachments.put(nordwerk, hashOf(data), piecesOf(data));
        expect(await attachments.find(suedwerk, hashOf(data))).toBeUndefined();
      }));

    test('may be put again, also at the same time', () =>
      withPlace(async ({ attachments }) => {
        await Promise.all(Array.from({ length: 8 }, () => attachments.put(nordwerk, hashOf(binary), piecesOf(binary))));
        await attachments.put(nordwerk, hashOf(binary), piecesOf(binary));
        expect((await read(attachments, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
      }));

    test('are not kept where their content throws, and what it threw goes on', () =>
      withPlace(async ({ attachments }) => {
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

    test('are listed, and go where they are removed, for their own organisation alone', () =>
      withPlace(async ({ attachments }) => {
        expect(await listed(attachments)).toEqual([]);
        const [one, other] = [Buffer.from('one'), Buffer.from('other')];
        await attachments.put(nordwerk, hashOf(one), piecesOf(one));
        await attachments.put(nordwerk, hashOf(other), piecesOf(other));
        await attachments.put(suedwerk, hashOf(one), piecesOf(one));
        expect(await listed(attachments)).toEqual(
          [`${nordwerk} ${hashOf(one)}`, `${nordwerk} ${hashOf(other)}`, `${suedwerk} ${hashOf(one)}`].toSorted(),
        );
        expect(await attachments.remove(nordwerk, hashOf(one))).toBe(true);
        expect(await attachments.remove(nordwerk, hashOf(one))).toBe(false);
        expect(await attachments.find(nordwerk, hashOf(one))).toBeUndefined();
        expect(await read(attachments, suedwerk, hashOf(one))).toEqual(one);
        expect(await listed(attachments)).toEqual(
          [`${nordwerk} ${hashOf(other)}`, `${suedwerk} ${hashOf(one)}`].toSorted(),
        );
        await attachments.put(nordwerk, hashOf(one), piecesOf(one));
        expect(await read(attachments, nordwerk, hashOf(one))).toEqual(one);
      }));

    test('stay where they are younger than what is to be removed', () =>
      withPlace(async ({ attachments }) => {
        const data = Buffer.from('young');
        const hour = 3600_000;
        const begun = Date.now();
        await attachments.put(nordwerk, hashOf(data), piecesOf(data));
        for await (const { put } of attachments.list())
          expect(Math.abs(Date.parse(put) - begun)).toBeLessThan(hour / 2);
        expect(await attachments.remove(nordwerk, hashOf(data), new Date(begun - hour).toISOString())).toBe(false);
        expect(await read(attachments, nordwerk, hashOf(data))).toEqual(data);
        expect(await attachments.remove(nordwerk, hashOf(data), new Date(begun + hour).toISOString())).toBe(true);
        expect(await attachments.find(nordwerk, hashOf(data))).toBeUndefined();
      }));

    test('of several megabytes come back octet for octet', () =>
      withPlace(async ({ attachments }) => {
        const large = Buffer.concat(Array.from({ length: 41 }, () => binary));
        const pieces = Array.from({ length: Math.ceil(large.length / 65_536) }, (_, index) =>
          large.subarray(index * 65_536, (index + 1) * 65_536),
        );
        await attachments.put(nordwerk, hashOf(large), piecesOf(...pieces));
        expect((await read(attachments, nordwerk, hashOf(large)))!.equals(large)).toBe(true);
        const fault = new Error('the wrong hash');
        await expect(
          attachments.put(
            suedwerk,
            hashOf(large),
            (async function* () {
              yield* pieces;
              throw fault;
            })(),
          ),
        ).rejects.toBe(fault);
        expect(await attachments.find(suedwerk, hashOf(large))).toBeUndefined();
      }));

    test('are read no further than somebody takes them', () =>
      withPlace(async ({ attachments }) => {
        await attachments.put(nordwerk, hashOf(binary), piecesOf(binary));
        for await (const piece of (await attachments.find(nordwerk, hashOf(binary)))!.read()) {
          expect(piece.byteLength).toBeGreaterThan(0);
          break;
        }
        expect((await read(attachments, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
      }));
  });
}
