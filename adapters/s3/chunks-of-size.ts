/**
 * Cuts a stream into pieces of one size; the last may be smaller, and there is always at least one. Holds no more
 * than one piece.
 */
export async function* piecesOfASize(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer, void> {
  let buffered: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    for (let rest = piece; rest.byteLength > 0;) {
      // Only if more follows is a full piece not the last one.
      if (length === size) {
        yield Buffer.concat(buffered, length);
        buffered = [];
        length = 0;
      }
      const taken = rest.subarray(0, size - length);
      buffered.push(taken);
      length += taken.byteLength;
      rest = rest.subarray(taken.byteLength);
    }
  }
  yield Buffer.concat(buffered, length);
}
