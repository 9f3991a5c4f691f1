import { LotseError } from '../../base/index.js';

const nothing = Buffer.alloc(0);

/** Reads a stream up to marks in it. Buffers no more of it than one chunk and the length of a mark. */
export class ChunkReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = nothing;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /**
   * The bytes before the next mark, in chunks; the reader continues behind it.
   * @throws LotseError `invalid-multipart` if the stream ends before
   */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const at = this.#buffer.indexOf(mark);
      if (at >= 0) {
        const before = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + mark.byteLength);
        if (before.byteLength > 0) yield before;
        return;
      }
      // The end of the buffer may be the beginning of the mark.
      const safe = Math.max(0, this.#buffer.byteLength - mark.byteLength + 1);
      if (safe > 0) {
        const before = this.#buffer.subarray(0, safe);
        this.#buffer = this.#buffer.subarray(safe);
        yield before;
      }
      if (!(await this.#fill()))
        throw new LotseError('invalid-multipart', 'The body ends before its closing boundary.');
    }
  }

  /**
   * Text up to the next mark.
   * @param limit most octets
   * @throws LotseError `invalid-multipart` if it is longer, or not UTF-8
   */
  async textUntil(mark: Buffer, limit: number): Promise<string> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const piece of this.until(mark)) {
      length += piece.byteLength;
      if (length > limit)
        throw new LotseError('invalid-multipart', `A line in the head of a part is longer than ${limit} octets.`);
      chunks.push(piece);
    }
    return Buffer.concat(chunks).toString('latin1');
  }

  /** The next octets, fewer where the stream ends before; they stay unread. */
  async peek(length: number): Promise<Buffer> {
    while (this.#buffer.byteLength < length && (await this.#fill()));
    return this.#buffer.subarray(0, length);
  }

  /** Puts octets back, to be read again. */
  unread(octets: Buffer): void {
    this.#buffer = Buffer.concat([octets, this.#buffer]);
  }

  /** Closes the stream, whatever its position. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** Reads on to the end of the stream. */
  async drain(): Promise<void> {
    do this.#buffer = nothing;
    while (await this.#fill());
  }

  async #fill(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#buffer =
      this.#buffer.byteLength === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        : Buffer.concat([this.#buffer, value]);
    return true;
  }
}
