import type { Database } from 'better-sqlite3';

/** A step of the schema: forward only, run once, in one transaction with its mark. */
export interface Migration {
  /** Never changes once released, e.g. `statements-1`. */
  readonly name: string;
  readonly sql: string;
}

/**
 * A named operation on an open database. It runs to its end without waiting; input and output cross a
 * thread boundary, so they are plain data (structured clone).
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the registry holds operations of every shape; each caller sees its own through `keyof`
export type Operation = (database: Database, input: any) => unknown;

/**
 * The database operations of one port. `commands` run in the writer thread, each whole or not at all, several
 * in one durable transaction; `queries` run on a reading connection and see only what is committed.
 */
export interface SqliteModule {
  readonly migrations: readonly Migration[];
  readonly commands: Readonly<Record<string, Operation>>;
  readonly queries: Readonly<Record<string, Operation>>;
}

/** Every port's module by the name under which all threads know it. */
export type Registry = Readonly<Record<string, SqliteModule>>;

type InputOf<F> = F extends (database: Database, input: infer I) => unknown ? I : never;
type OutputOf<F> = F extends (database: Database, input: never) => infer O ? O : never;

/** A port's access to the database: by the names of its own operations. */
export interface ModuleAccess<M extends SqliteModule> {
  /** Runs a command in the writer thread; returns once the transaction that holds it is on disk. */
  execute<K extends keyof M['commands'] & string>(
    name: K,
    input: InputOf<M['commands'][K]>,
  ): Promise<OutputOf<M['commands'][K]>>;
  /** Runs a query at once on a reading connection; everything else waits for it, so it must be a matter of microseconds. */
  query<K extends keyof M['queries'] & string>(
    name: K,
    input: InputOf<M['queries'][K]>,
  ): Promise<OutputOf<M['queries'][K]>>;
  /** Runs a query in the reading thread: for those that may take longer than the way there and back. */
  queryInReader<K extends keyof M['queries'] & string>(
    name: K,
    input: InputOf<M['queries'][K]>,
  ): Promise<OutputOf<M['queries'][K]>>;
  /** Calls the listener after each durable transaction in which a command of this module took part. */
  onCommitted(listener: () => void): () => void;
}

/** Opens a module: the part of the engine that a port's adapter needs. */
export interface Offers<Name extends string, M extends SqliteModule> {
  module(name: Name): ModuleAccess<M>;
}
