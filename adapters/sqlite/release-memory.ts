import { MessageChannel } from 'node:worker_threads';

/** Memory that is transferred to a closed port is gone. */
const nowhere = new MessageChannel().port1;
nowhere.close();

/** Smaller buffers are left to the garbage collector: transferring one costs more than it gives back. */
const minBytes = 16_384;

/**
 * Releases the memory of buffers at once, instead of leaving many more of them to the garbage collector.
 * Any remaining reference to them is empty afterwards. Buffers that share their memory with others are left as they
 * are.
 */
export function releaseMemory(chunks: readonly Uint8Array[]): void {
  for (const { buffer, byteLength } of chunks) {
    if (byteLength >= minBytes && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength)
      nowhere.postMessage(undefined, [buffer]);
  }
}
