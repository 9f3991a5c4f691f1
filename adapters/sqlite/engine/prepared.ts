import type { Database, Statement } from 'better-sqlite3';

const caches = new WeakMap<Database, Map<string, Statement>>();

/**
 * The prepared statement for an SQL text on this connection, prepared once.
 * The texts must be constants of the program: the cache is never emptied.
 */
export function prepared<Parameters extends unknown[] | object = unknown[], Row = unknown>(
  database: Database,
  sql: string,
): Statement<Parameters extends unknown[] ? Parameters : [Parameters], Row> {
  let cache = caches.get(database);
  if (cache === undefined) caches.set(database, (cache = new Map()));
  let statement = cache.get(sql);
  if (statement === undefined) cache.set(sql, (statement = database.prepare(sql)));
  return statement as unknown as Statement<Parameters extends unknown[] ? Parameters : [Parameters], Row>;
}
