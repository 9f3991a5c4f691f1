import { codeOf, type ErrorCode, LotseError } from '../../../base/index.js';

/** Megabytes for short-lived values in a thread of the store: what passes through it is gone at once, so it needs little. */
const threadYoungGeneration = 8;

/**
 * Megabytes for all else. Not what a thread needs, which is some ten: V8 lets a heap grow the further between two
 * collections the more it may have, and by default it may have gigabytes.
 */
const threadOldGeneration = 1024;

/** The memory of a thread of the store. */
export const threadLimits = {
  maxYoungGenerationSizeMb: threadYoungGeneration,
  maxOldGenerationSizeMb: threadOldGeneration,
};

/** Messages between the main thread and the writer thread. */
export interface WriteRequest {
  readonly number: number;
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
}

/** A `LotseError` as it crosses the thread boundary. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail?: string;
  readonly path?: string;
  readonly retryAfter?: number;
}

export type WriteReply = { readonly number: number } & ({ readonly output: unknown } | { readonly error: WireError });

export type WriterMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'probed'; readonly reply: WriteReply }
  /** Sent once the transaction is durable, or was rolled back. `modules`: those of which a command was committed. */
  | { readonly kind: 'committed'; readonly replies: readonly WriteReply[]; readonly modules: readonly string[] };

export type WriterCommand =
  | { readonly kind: 'write'; readonly requests: readonly WriteRequest[] }
  | { readonly kind: 'probe'; readonly number: number }
  | { readonly kind: 'close' };

/** Messages between the main thread and the reading thread. */
export type ReaderCommand =
  | {
      readonly kind: 'read';
      readonly number: number;
      readonly module: string;
      readonly name: string;
      readonly input: unknown;
    }
  | { readonly kind: 'close' };

export type ReadReply = WriteReply;

export interface WriterData {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
}

/** SQLite's result codes that speak of the file, the disk or the machine, not of a fault in a command. */
const unavailable = /^SQLITE_(BUSY|CANTOPEN|CORRUPT|FULL|IOERR|LOCKED|NOMEM|NOTADB|PERM|PROTOCOL|READONLY)/;

/** Translates a failure in the store: ours as it is, SQLite's by its code, anything else as `internal`. */
export function storeError(caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  const message = caught instanceof Error ? caught.message : String(caught);
  const code = codeOf(caught);
  if (unavailable.test(code)) {
    return new LotseError(
      'store-unavailable',
      'The store cannot take or give data right now. Nothing of this request was stored.',
      {
        detail: `${code}: ${message}`,
        retryAfter: 5,
        cause: caught,
      },
    );
  }
  const detail = caught instanceof Error && caught.stack !== undefined ? caught.stack : message;
  return new LotseError('internal', 'The store could not carry out a command.', { detail, cause: caught });
}

/** The form in which an error crosses the thread boundary. */
export function toWire(caught: unknown): WireError {
  const { code, message, detail, path, retryAfter } = storeError(caught);
  return {
    code,
    message,
    ...(detail === undefined ? {} : { detail }),
    ...(path === undefined ? {} : { path }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** The error on the other side of the boundary. */
export function fromWire({ code, message, ...options }: WireError): LotseError {
  return new LotseError(code, message, options);
}
