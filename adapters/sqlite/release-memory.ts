import { MessageChannel } from 'node:worker_threads';

/** Memory that is transferred to a closed port is gone. */
const nowhere = new MessageChannel().port1;
nowhere.close();

/**
 * Frees the memory of bytes at once, where the collector would find out only after many more of them had been made.
 * Whatever still refers to them finds them empty. Bytes that share their memory with others are left as they are.
 */
export function releaseMemory(pieces: readonly Uint8Array[]): void {
  for (const { buffer, byteLength } of pieces) {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) nowhere.postMessage(undefined, [buffer]);
  }
}
