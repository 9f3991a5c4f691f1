/**
 * A process of its own that stores blobs and tells on its standard output what was acknowledged, a hash per
 * line. Started by a test that kills it.
 *
 * node blob-writer.js <folder>
 */
import { createHash, randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { blobFolder } from '../../adapters/files/index.js';

const owner = 'nordwerk';
const store = blobFolder(process.argv[2]!);

async function* inPieces(data: Buffer): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < data.byteLength; from += 5_000) {
    await new Promise(setImmediate);
    yield data.subarray(from, from + 5_000);
  }
}

/** Begins a blob that never ends. Resolves when its first piece is written: from then on, whenever the process dies, something is half. */
function beginOne(): Promise<void> {
  return new Promise((begun) => {
    async function* withoutEnd(): AsyncGenerator<Uint8Array, void> {
      yield Buffer.alloc(5_000);
      begun();
      // Held by a timer: what nobody can end any more would be collected, with its open file.
      await new Promise((ended) => void setTimeout(ended, 2 ** 31 - 1));
    }
    void store.putBlob(owner, withoutEnd(), createHash('sha256').update('without end').digest('hex'));
  });
}

async function writeForEver(): Promise<never> {
  for (;;) {
    const data = randomBytes(50_000);
    const sha2 = createHash('sha256').update(data).digest('hex');
    await store.putBlob(owner, inPieces(data), sha2);
    writeSync(1, `${sha2}\n`);
  }
}

await beginOne();
await Promise.all(Array.from({ length: 6 }, writeForEver));
