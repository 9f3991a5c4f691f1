/** What the main thread sends to the writer thread, and back. */
export interface WriteRequest {
  readonly number: number;
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
}

/** An error as it crosses the thread boundary. */
export interface WireError {
  readonly message: string;
  /** SQLite's result code, e.g. `SQLITE_FULL`, where it was SQLite that failed. */
  readonly sqliteCode?: string;
}

export type WriteReply = { readonly number: number } & ({ readonly output: unknown } | { readonly error: WireError });

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: WireError }
  /** Sent once the transaction is durable, or was rolled back. */
  | { readonly kind: 'committed'; readonly replies: readonly WriteReply[]; readonly modules: readonly string[] };

export type ToWriter = { readonly kind: 'write'; readonly request: WriteRequest } | { readonly kind: 'close' };

export interface WriterData {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
}

export function wireError(caught: unknown): WireError {
  const message = caught instanceof Error ? caught.message : String(caught);
  const code = typeof caught === 'object' && caught !== null && 'code' in caught ? caught.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? { message, sqliteCode: code } : { message };
}
