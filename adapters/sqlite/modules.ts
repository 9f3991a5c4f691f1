import type { SqliteModule } from './engine/module.js';

/** Every port's operations, by the name under which both threads know them. */
export const modules = {} as const satisfies Record<string, SqliteModule>;

export type Modules = typeof modules;
