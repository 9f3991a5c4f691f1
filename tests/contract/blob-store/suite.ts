import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BlobStore, ByteRange } from '../../../base/index.js';
import { blobModel } from '../../support/model/blobs.js';

/** Opens an empty place for blobs. */
export type BlobStoreFactory = () => Promise<{ readonly blobs: BlobStore; close(): Promise<void> }>;

const nordwerk = 'nordwerk';
const suedwerk = 'suedwerk';

const hashOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
}

/** As something larger comes in. */
async function* inPieces(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < data.byteLength; at += 65_536) yield data.subarray(at, at + 65_536);
}

async function read(blobs: BlobStore, owner: string, sha2: string): Promise<Buffer | undefined> {
  const kept = await blobs.findBlob(owner, sha2);
  if (kept === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of kept.read()) pieces.push(piece);
  const data = Buffer.concat(pieces);
  expect(kept.length).toBe(data.byteLength);
  return data;
}

type Step =
  | { readonly kind: 'put'; readonly owner: string; readonly content: string; readonly named: boolean }
  | { readonly kind: 'read'; readonly owner: string; readonly content: string; readonly start: number }
  | { readonly kind: 'remove'; readonly owner: string; readonly content: string };

const common = { owner: fc.constantFrom(nordwerk, suedwerk), content: fc.constantFrom('', 'a', 'bb', 'ccc') };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ ...common, kind: fc.constant('put' as const), named: fc.boolean() }),
  fc.record({ ...common, kind: fc.constant('read' as const), start: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ ...common, kind: fc.constant('remove' as const) }),
);

/** Carries out a step; its answer in values that can be compared. */
async function take(blobs: BlobStore, taken: Step): Promise<unknown> {
  const data = Buffer.from(taken.content);
  if (taken.kind === 'put') return blobs.putBlob(taken.owner, piecesOf(data), taken.named ? hashOf(data) : undefined);
  if (taken.kind === 'remove') return blobs.removeBlob(taken.owner, hashOf(data));
  const found = await blobs.findBlob(taken.owner, hashOf(data));
  if (found === undefined || found.length <= taken.start) return found?.length;
  const pieces: Uint8Array[] = [];
  for await (const piece of found.read({ start: taken.start, end: found.length - 1 })) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** How every adapter keeps blobs. */
export function blobStoreContract(open: BlobStoreFactory): void {
  async function withPlace(test: (opened: { readonly blobs: BlobStore }) => Promise<void>): Promise<void> {
    const { blobs, close } = await open();
    try {
      await test({ blobs });
    } finally {
      await close();
    }
  }
  const listed = async (blobs: BlobStore): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const { owner, sha2 } of blobs.listBlobs()) names.push(`${owner} ${sha2}`);
    return names.toSorted();
  };

  describe('blobs', () => {
    const binary = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256));

    test('come back octet for octet, as often as they are asked for', () =>
      withPlace(async ({ blobs }) => {
        expect(await blobs.findBlob(nordwerk, hashOf(binary))).toBeUndefined();
        await blobs.putBlob(
          nordwerk,
          piecesOf(binary.subarray(0, 1), binary.subarray(1, 100_000), Buffer.alloc(0), binary.subarray(100_000)),
          hashOf(binary),
        );
        const kept = (await blobs.findBlob(nordwerk, hashOf(binary)))!;
        for (let time = 0; time < 2; time++) {
          const pieces: Uint8Array[] = [];
          for await (const piece of kept.read()) pieces.push(piece);
          expect(Buffer.concat(pieces).equals(binary)).toBe(true);
        }
        expect(kept.length).toBe(binary.byteLength);
      }));

    test('may be empty, and may go under any hash of SHA-2', () =>
      withPlace(async ({ blobs }) => {
        for (const algorithm of ['sha224', 'sha256', 'sha384', 'sha512']) {
          for (const data of [Buffer.alloc(0), Buffer.from('x')]) {
            const sha2 = createHash(algorithm).update(data).digest('hex');
            await blobs.putBlob(nordwerk, piecesOf(data), sha2);
            expect(await read(blobs, nordwerk, sha2)).toEqual(data);
          }
        }
      }));

    test('belong to one owner', () =>
      withPlace(async ({ blobs }) => {
        const data = Buffer.from('Nord');
        await blobs.putBlob(nordwerk, piecesOf(data), hashOf(data));
        expect(await blobs.findBlob(suedwerk, hashOf(data))).toBeUndefined();
      }));

    test('may be put again, also at the same time', () =>
      withPlace(async ({ blobs }) => {
        await Promise.all(Array.from({ length: 8 }, () => blobs.putBlob(nordwerk, piecesOf(binary), hashOf(binary))));
        await blobs.putBlob(nordwerk, piecesOf(binary), hashOf(binary));
        expect((await read(blobs, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
      }));

    test('are not kept where their content throws, and what it threw goes on', () =>
      withPlace(async ({ blobs }) => {
        const fault = new Error('the wrong hash');
        async function* broken(): AsyncGenerator<Uint8Array, void> {
          yield binary;
          throw fault;
        }
        await expect(blobs.putBlob(nordwerk, broken(), hashOf(binary))).rejects.toBe(fault);
        expect(await blobs.findBlob(nordwerk, hashOf(binary))).toBeUndefined();
        await blobs.putBlob(nordwerk, piecesOf(binary), hashOf(binary));
        // If it is there already, its content is still read to the end, for the sake of who checks it on the way.
        await expect(blobs.putBlob(nordwerk, broken(), hashOf(binary))).rejects.toBe(fault);
        expect((await read(blobs, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
      }));

    test('are listed, and go where they are removed, for their own owner alone', () =>
      withPlace(async ({ blobs }) => {
        expect(await listed(blobs)).toEqual([]);
        const [one, other] = [Buffer.from('one'), Buffer.from('other')];
        await blobs.putBlob(nordwerk, piecesOf(one), hashOf(one));
        await blobs.putBlob(nordwerk, piecesOf(other), hashOf(other));
        await blobs.putBlob(suedwerk, piecesOf(one), hashOf(one));
        expect(await listed(blobs)).toEqual(
          [`${nordwerk} ${hashOf(one)}`, `${nordwerk} ${hashOf(other)}`, `${suedwerk} ${hashOf(one)}`].toSorted(),
        );
        expect(await blobs.removeBlob(nordwerk, hashOf(one))).toBe(true);
        expect(await blobs.removeBlob(nordwerk, hashOf(one))).toBe(false);
        expect(await blobs.findBlob(nordwerk, hashOf(one))).toBeUndefined();
        expect(await read(blobs, suedwerk, hashOf(one))).toEqual(one);
        expect(await listed(blobs)).toEqual([`${nordwerk} ${hashOf(other)}`, `${suedwerk} ${hashOf(one)}`].toSorted());
        await blobs.putBlob(nordwerk, piecesOf(one), hashOf(one));
        expect(await read(blobs, nordwerk, hashOf(one))).toEqual(one);
      }));

    test('stay where they are younger than what is to be removed', () =>
      withPlace(async ({ blobs }) => {
        const data = Buffer.from('young');
        const hour = 3600_000;
        const begun = Date.now();
        await blobs.putBlob(nordwerk, piecesOf(data), hashOf(data));
        for await (const { put } of blobs.listBlobs()) expect(Math.abs(Date.parse(put) - begun)).toBeLessThan(hour / 2);
        expect(await blobs.removeBlob(nordwerk, hashOf(data), new Date(begun - hour).toISOString())).toBe(false);
        expect(await read(blobs, nordwerk, hashOf(data))).toEqual(data);
        expect(await blobs.removeBlob(nordwerk, hashOf(data), new Date(begun + hour).toISOString())).toBe(true);
        expect(await blobs.findBlob(nordwerk, hashOf(data))).toBeUndefined();
      }));

    test('of several megabytes come back octet for octet', () =>
      withPlace(async ({ blobs }) => {
        const large = Buffer.concat(Array.from({ length: 41 }, () => binary));
        const pieces = Array.from({ length: Math.ceil(large.length / 65_536) }, (_, index) =>
          large.subarray(index * 65_536, (index + 1) * 65_536),
        );
        await blobs.putBlob(nordwerk, piecesOf(...pieces), hashOf(large));
        expect((await read(blobs, nordwerk, hashOf(large)))!.equals(large)).toBe(true);
        const fault = new Error('the wrong hash');
        await expect(
          blobs.putBlob(
            suedwerk,
            (async function* () {
              yield* pieces;
              throw fault;
            })(),
            hashOf(large),
          ),
        ).rejects.toBe(fault);
        expect(await blobs.findBlob(suedwerk, hashOf(large))).toBeUndefined();
      }));

    test('go under their SHA-256 where no hash is named, and say which it is', () =>
      withPlace(async ({ blobs }) => {
        const large = Buffer.concat(Array.from({ length: 41 }, () => binary));
        for (const data of [Buffer.alloc(0), Buffer.from('x'), binary, large]) {
          for (let time = 0; time < 2; time++)
            expect(await blobs.putBlob(nordwerk, inPieces(data))).toEqual({
              sha2: hashOf(data),
              length: data.byteLength,
            });
          expect((await read(blobs, nordwerk, hashOf(data)))!.equals(data)).toBe(true);
          expect(await blobs.putBlob(nordwerk, inPieces(data), hashOf(data))).toEqual({
            sha2: hashOf(data),
            length: data.byteLength,
          });
        }
        expect(await listed(blobs)).toHaveLength(4);
        const same = await Promise.all(Array.from({ length: 6 }, () => blobs.putBlob(suedwerk, inPieces(large))));
        expect(new Set(same.map(({ sha2 }) => sha2))).toEqual(new Set([hashOf(large)]));
        expect((await read(blobs, suedwerk, hashOf(large)))!.equals(large)).toBe(true);
        expect(await listed(blobs)).toHaveLength(5);
      }));

    test('are refused where they do not have the hash that they must have, and what is there stays', () =>
      withPlace(async ({ blobs }) => {
        const large = Buffer.concat(Array.from({ length: 41 }, () => binary));
        for (const data of [Buffer.from('right'), large]) {
          for (const algorithm of ['sha256', 'sha512']) {
            const sha2 = createHash(algorithm).update(data).digest('hex');
            const wrong = (): Promise<unknown> =>
              blobs.putBlob(nordwerk, inPieces(Buffer.concat([data, Buffer.from('!')])), sha2);
            await expect(wrong()).rejects.toMatchObject({ code: 'wrong-hash' });
            expect(await blobs.findBlob(nordwerk, sha2)).toBeUndefined();
            await blobs.putBlob(nordwerk, inPieces(data), sha2);
            await expect(wrong()).rejects.toMatchObject({ code: 'wrong-hash' });
            expect((await read(blobs, nordwerk, sha2))!.equals(data)).toBe(true);
          }
        }
        expect(await listed(blobs)).toHaveLength(4);
      }));

    test('leave nothing where their content throws before its hash is known', () =>
      withPlace(async ({ blobs }) => {
        const fault = new Error('cut off');
        for (const times of [1, 41]) {
          async function* broken(): AsyncGenerator<Uint8Array, void> {
            for (let time = 0; time < times; time++) yield binary;
            throw fault;
          }
          await expect(blobs.putBlob(nordwerk, broken())).rejects.toBe(fault);
        }
        expect(await listed(blobs)).toEqual([]);
      }));

    test('are read in ranges, from the first octet to the last', () =>
      withPlace(async ({ blobs }) => {
        const { sha2, length } = await blobs.putBlob(nordwerk, piecesOf(binary));
        const kept = (await blobs.findBlob(nordwerk, sha2))!;
        const ranges: readonly ByteRange[] = [
          { start: 0, end: 0 },
          { start: 0, end: 99 },
          { start: 70_000, end: 140_000 },
          { start: length - 1, end: length - 1 },
          { start: length - 500, end: length - 1 },
          { start: 0, end: length - 1 },
        ];
        for (const range of ranges) {
          const pieces: Uint8Array[] = [];
          for await (const piece of kept.read(range)) pieces.push(piece);
          expect(Buffer.concat(pieces).equals(binary.subarray(range.start, range.end + 1))).toBe(true);
        }
      }));

    test('are read no further than somebody takes them', () =>
      withPlace(async ({ blobs }) => {
        await blobs.putBlob(nordwerk, piecesOf(binary), hashOf(binary));
        for await (const piece of (await blobs.findBlob(nordwerk, hashOf(binary)))!.read()) {
          expect(piece.byteLength).toBeGreaterThan(0);
          break;
        }
        expect((await read(blobs, nordwerk, hashOf(binary)))!.equals(binary)).toBe(true);
      }));

    test('answer any history as the model does, every command repeated', () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await withPlace(async ({ blobs }) => {
            const model = blobModel();
            for (const each of steps) {
              const answer = await take(model, each);
              expect([each, await take(blobs, each)]).toEqual([each, answer]);
              // Its answer was lost: what was removed is gone then, and everything else is as it was.
              const repeated = each.kind === 'remove' ? false : answer;
              expect([each, await take(blobs, each)]).toEqual([each, repeated]);
              await take(model, each);
            }
            expect(await listed(blobs)).toEqual(await listed(model));
          });
        }),
        { numRuns: 15 },
      ));
  });
}
