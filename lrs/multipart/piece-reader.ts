import { LotseError } from '../../base/index.js';

const nothing = Buffer.alloc(0);

/** Reads a stream up to marks in it. Buffers no more of it than one chunk and the length of a mark. */
export class PieceReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = nothing;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /**
   * The bytes before the next mark, in chunks; the reader continues behind it.
   * @throws LotseError `invalid-multipart` where the stream ends before
   */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.byteLength);
        if (before.byteLength > 0) yield before;
        return;
      }
      // The end of the buffer may be the beginning of the mark.
      const safe = Math.max(0, this.#held.byteLength - mark.byteLength + 1);
      if (safe > 0) {
        const before = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        yield before;
      }
      if (!(await this.#fill()))
        throw new LotseError('invalid-multipart', 'The body ends before its closing boundary.');
    }
  }

  /**
   * Text up to the next mark.
   * @param limit most octets
   * @throws LotseError `invalid-multipart` where it is longer, or not UTF-8
   */
  async textUntil(mark: Buffer, limit: number): Promise<string> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of this.until(mark)) {
      length += piece.byteLength;
      if (length > limit)
        throw new LotseError('invalid-multipart', `A line in the head of a part is longer than ${limit} octets.`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('latin1');
  }

  /** The next octets, fewer where the stream ends before; they stay unread. */
  async peek(length: number): Promise<Buffer> {
    while (this.#held.byteLength < length && (await this.#fill()));
    return this.#held.subarray(0, length);
  }

  /** Puts octets back, to be read again. */
  unread(octets: Buffer): void {
    this.#held = Buffer.concat([octets, this.#held]);
  }

  /** Closes the stream, whatever its position. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** Reads on to the end of the stream. */
  async drain(): Promise<void> {
    do this.#held = nothing;
    while (await this.#fill());
  }

  async #fill(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#held =
      this.#held.byteLength === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        : Buffer.concat([this.#held, value]);
    return true;
  }
}
