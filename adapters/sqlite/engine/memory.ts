import type { Database } from 'better-sqlite3';
import { prepared } from './prepared.js';

const memories = new WeakMap<Database, Map<unknown, unknown>>();

/**
 * The result of `make`, created once per transaction of the writer. A command may keep there what it has read or
 * written: it is forgotten when the transaction ends and when a command of it is undone, so it never
 * speaks of rows that are not there.
 * @param make a constant function of the program: it is the key under which its result is remembered
 */
export function remembered<T>(database: Database, make: (database: Database) => T): T {
  let memory = memories.get(database);
  if (memory === undefined) memories.set(database, (memory = new Map()));
  if (!memory.has(make)) memory.set(make, make(database));
  return memory.get(make) as T;
}

const lasting = new WeakMap<Database, { version: number; readonly memory: Map<unknown, unknown> }>();

/**
 * Like `remembered`, beyond the transaction's end: for what is written once and never changes, or is changed only by
 * commands that keep this memory current. It is forgotten when a command is undone, when a transaction fails, and
 * when anybody else has written to the file.
 */
export function rememberedLong<T>(database: Database, make: () => T): T {
  let entry = lasting.get(database);
  if (entry === undefined) lasting.set(database, (entry = { version: versionOf(database), memory: new Map() }));
  if (!entry.memory.has(make)) entry.memory.set(make, make());
  return entry.memory.get(make) as T;
}

/** Changes when another connection has written. */
function versionOf(database: Database): number {
  return prepared<[], number>(database, 'PRAGMA data_version').pluck().get()!;
}

/** Begins a transaction's memory. The writer thread calls this inside it, when nobody else can write any more. */
export function beginMemory(database: Database): void {
  memories.get(database)?.clear();
  const entry = lasting.get(database);
  if (entry === undefined) return;
  const version = versionOf(database);
  if (version !== entry.version) entry.memory.clear();
  entry.version = version;
}

/** Forgets everything: the writer thread calls this whenever what was read may no longer hold. */
export function forget(database: Database): void {
  memories.get(database)?.clear();
  lasting.get(database)?.memory.clear();
}
