/** A reading thread with one query more: one that ends it. */
import { isMainThread } from 'node:worker_threads';
import { serveReader, type SqliteModule } from '../../adapters/sqlite/engine/index.js';
import { modules } from '../../adapters/sqlite/modules.js';

export const mortalModules = {
  ...modules,
  mortal: { migrations: [], commands: {}, queries: { die: () => process.exit(3) } } satisfies SqliteModule,
} as const;

if (!isMainThread) serveReader(mortalModules);
