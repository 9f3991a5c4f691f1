import type { SqliteModule } from '../../adapters/sqlite/engine/index.js';
import { modules } from '../../adapters/sqlite/index.js';

/** The store's modules, and one that ends the threads that run it. */
export const mortalModules = {
  ...modules,
  mortal: {
    migrations: [],
    commands: {
      /** In the middle of a transaction. */
      die: () => process.exit(3),
      /** After it, by an error that nobody catches. */
      breakOff: () =>
        void setImmediate(() => {
          throw new Error('nobody catches this');
        }),
      work: () => 'done',
    },
    queries: { die: () => process.exit(3) },
  } satisfies SqliteModule,
} as const;
