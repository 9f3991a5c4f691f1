/**
 * A process of its own that puts a large blob, made while it is sent, and reads it again; it tells by how much its
 * resident memory grew at the most. What is written before is small and of the same kind, so that loading code does not
 * count.
 *
 * node large-blob.js '{"place":{"kind":"folder","path":"…"},"size":…,"mode":"named"}'
 */
import { createHash } from 'node:crypto';
import { blobFolder } from '../../adapters/files/index.js';
import { blobBucket, type BucketPlace } from '../../adapters/s3/index.js';

interface Task {
  readonly place: { readonly kind: 'folder'; readonly path: string } | ({ readonly kind: 'bucket' } & BucketPlace);
  /** Bytes. */
  readonly size: number;
  /** True if the hash is known before. */
  readonly mode: 'named' | 'unnamed';
}

const { place, size, mode } = JSON.parse(process.argv[2]!) as Task;
const blobs = place.kind === 'folder' ? blobFolder(place.path) : await blobBucket(place);

/** Bytes that repeat nowhere. */
async function* made(length: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < length; at += 65_536) {
    const piece = Buffer.alloc(Math.min(65_536, length - at));
    for (let word = 0; word + 4 <= piece.length; word += 4) piece.writeInt32LE((at + word) ^ 0x1e3779b9, word);
    yield piece;
  }
}

async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of content) hash.update(piece);
  return hash.digest('hex');
}

async function inAndOut(length: number): Promise<{ readonly length: number; readonly isSame: boolean }> {
  const named = mode === 'named' ? await hashOf(made(length)) : undefined;
  const put = await blobs.putBlob('nordwerk', made(length), named);
  const kept = await blobs.findBlob('nordwerk', put.sha2);
  return { length: kept!.length, isSame: (await hashOf(kept!.read())) === put.sha2 };
}

await inAndOut(12 * 1024 * 1024);
const before = process.resourceUsage().maxRSS;
const result = await inAndOut(size);
const growth = (process.resourceUsage().maxRSS - before) * 1024;
// The client of the bucket would hold its connections for a while.
process.stdout.write(JSON.stringify({ ...result, growth }), () => process.exit(0));
