import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/**
 * SQLite for the Node that runs. Version 13 of the library stands on Node-API 10, which Node has had since 22.14, and
 * crashes on an older one. Version 12 stands on V8 itself: Node 24 ends the whole process when a statement is collected.
 */
export const Sqlite = createRequire(import.meta.url)(
  Number(process.versions.napi) >= 10 ? 'better-sqlite3-node-api' : 'better-sqlite3',
) as typeof BetterSqlite3;
