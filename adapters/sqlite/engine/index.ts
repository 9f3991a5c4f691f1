export { Sqlite } from './driver.js';
export { openEngine, type Engine, type EngineParts, type SqliteOptions } from './engine.js';
export type { Migration, ModuleAccess, Offers, Registry, SqliteModule } from './module.js';
export { remembered, rememberedLong } from './memory.js';
export { prepared } from './prepared.js';
export { serveReader } from './serve-reader.js';
export { serveWriter } from './serve-writer.js';
