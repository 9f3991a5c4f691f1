export { openSqlite, type SqliteEngine, type SqliteOptions } from './engine.js';
export type { Migration, ModuleAccess, SqliteModule } from './module.js';
export { remembered, rememberedLong } from './memory.js';
export { prepared } from './prepared.js';
