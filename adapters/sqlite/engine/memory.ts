import type { Database } from 'better-sqlite3';

const memories = new WeakMap<Database, Map<unknown, unknown>>();

/**
 * What `make` gives, made once per transaction of the writer. A command may keep there what it has read or
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

/** Forgets everything: the writer thread calls this whenever what was read may no longer hold. */
export function forget(database: Database): void {
  memories.get(database)?.clear();
}
